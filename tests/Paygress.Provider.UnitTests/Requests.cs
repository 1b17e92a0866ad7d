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

    public static ImmutableSortedDictionary<string, string> Env(params (string Name, string Value)[] pairs) =>
        pairs.ToImmutableSortedDictionary(p => p.Name, p => p.Value, StringComparer.Ordinal);
}
