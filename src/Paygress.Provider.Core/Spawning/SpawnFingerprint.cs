using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Tells the same request from another one with the same id: HMAC-SHA256 under the instance's secret, so that stored values say nothing of env or key.</summary>
public sealed class SpawnFingerprint(byte[] secret)
{
    /// <summary>Over the request as it was given, before configuration is applied to it.</summary>
    public byte[] Compute(SpawnRequest request)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        foreach (var field in (string?[])[request.Owner, request.Template, request.Image, request.Tier, Number(request.DurationSeconds), request.DataPath])
        {
            Append(hmac, field);
        }

        Append(hmac, Number(request.Env.Count));
        foreach (var (name, value) in request.Env)
        {
            Append(hmac, name);
            Append(hmac, value);
        }

        Append(hmac, Number(request.Ports.Length));
        foreach (var port in request.Ports)
        {
            Append(hmac, $"{Number(port.ContainerPort)}/{port.Protocol ?? "tcp"}");
        }

        Append(hmac, Number(request.Encryption?.Version));
        Append(hmac, request.Encryption?.Algorithm);
        Append(hmac, request.Encryption?.Key);
        return hmac.GetHashAndReset();
    }

    // Each part goes in with its length, and each list with its count, so that no two requests give the same bytes.
    private static void Append(IncrementalHash hmac, byte[]? bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes?.Length ?? -1);
        hmac.AppendData(length);
        hmac.AppendData(bytes ?? []);
    }

    private static void Append(IncrementalHash hmac, string? text) => Append(hmac, text is null ? null : Encoding.UTF8.GetBytes(text));

    private static string? Number(long? value) => value?.ToString(CultureInfo.InvariantCulture);
}
