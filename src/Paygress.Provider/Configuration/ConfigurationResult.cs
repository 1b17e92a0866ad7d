using System.Collections.Immutable;

namespace Paygress.Provider.Configuration;

/// <summary>What came of reading the configuration.</summary>
internal abstract record ConfigurationResult
{
    private ConfigurationResult()
    {
    }

    public sealed record Loaded(ProviderSettings Settings) : ConfigurationResult;

    /// <summary>Every fault at once.</summary>
    public sealed record Faulty(ImmutableArray<ConfigurationFault> Faults) : ConfigurationResult;
}
