using System.Collections.Immutable;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests;

/// <summary>Plausible requests for a lease.</summary>
internal static class Requests
{
    public static SpawnRequest Hello(string? requestId = null) => new()
    {
        RequestId = requestId,
        Template = "hello",
        DurationSeconds = 600,
        Env = Env(("NAME", "value")),
    };

    /// <summary>A key that is none of the ones that a test gives by mistake.</summary>
    public static byte[] Key => [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    public static SpawnRequest Encrypted(string? requestId = null) => Hello(requestId) with { Encryption = new RequestedEncryption(1, RequestedEncryption.Luks2AesXts, Key) };

    public static ImmutableSortedDictionary<string, string> Env(params (string Name, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
