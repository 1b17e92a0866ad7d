using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using Paygress.Provider.Core.Encryption;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>A volume key read from a file: bytes from end to end, zeroed when disposed.</summary>
/// <remarks>Takes 32 raw bytes, or as text 64 hex digits, base64 or base64url of 32 bytes; blanks and line ends around a text are ignored.</remarks>
internal sealed class KeyFile : IDisposable
{
    /// <summary>How to make one.</summary>
    public const string HowToMake = "make one with: (umask 077; head -c 32 /dev/urandom > key)";

    // Room for any of the texts with line ends around it; whatever is longer is no key.
    private const int LongestFile = 128;

    private KeyFile(byte[] key) => Key = key;

    public byte[] Key { get; }

    public void Dispose() => CryptographicOperations.ZeroMemory(Key);

    /// <summary>Reads a key; <c>-</c> is standard input.</summary>
    public static KeyFileResult Read(string path, Stream standardInput)
    {
        var buffer = GC.AllocateArray<byte>(LongestFile + 1, pinned: true);
        try
        {
            // Without a buffer of its own, which nobody would zero.
            using var file = path == "-" ? null : new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var length = (file ?? standardInput).ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
#pragma warning disable CA2000 // The caller owns the key.
            return Decode(buffer.AsSpan(0, length)) is { } key
                ? new KeyFileResult.Good(new KeyFile(key))
                : new KeyFileResult.Bad($"{Name(path)} holds no key of 32 bytes (raw, 64 hex digits or base64); {HowToMake}");
#pragma warning restore CA2000
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return new KeyFileResult.Bad($"there is no key file {path}; {HowToMake}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new KeyFileResult.Bad($"can't read the key file {path}; check that it is a file that you may read");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static byte[]? Decode(ReadOnlySpan<byte> content)
    {
        if (content.Length == VolumeKey.Length)
        {
            return Copy(content);
        }

        Span<byte> key = stackalloc byte[LongestFile];
        try
        {
            var text = content.Length > LongestFile ? [] : content.Trim(" \t\r\n"u8);
            return TryHex(text, key) || TryBase64(text, key) || TryBase64Url(text, key) ? Copy(key[..VolumeKey.Length]) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    // Pinned: the garbage collector must not leave a copy behind.
    private static byte[] Copy(ReadOnlySpan<byte> key)
    {
        var copy = GC.AllocateUninitializedArray<byte>(VolumeKey.Length, pinned: true);
        key.CopyTo(copy);
        return copy;
    }

    private static bool TryHex(ReadOnlySpan<byte> text, Span<byte> key) =>
        text.Length == 2 * VolumeKey.Length && Convert.FromHexString(text, key, out _, out var written) == OperationStatus.Done && written == VolumeKey.Length;

    private static bool TryBase64(ReadOnlySpan<byte> text, Span<byte> key) =>
        Base64.DecodeFromUtf8(text, key, out _, out var written) == OperationStatus.Done && written == VolumeKey.Length;

    private static bool TryBase64Url(ReadOnlySpan<byte> text, Span<byte> key) =>
        Base64Url.DecodeFromUtf8(text, key, out _, out var written) == OperationStatus.Done && written == VolumeKey.Length;

    private static string Name(string path) => path == "-" ? "standard input" : path;
}
