using System.Collections.Immutable;

namespace Paygress.Provider.TestSupport.Compute;

/// <summary>What a fake docker knew.</summary>
public sealed record FakeMemory(string? Network, ImmutableArray<KeyValuePair<string, FakeContainer>> Containers);
