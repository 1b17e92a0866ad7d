using System.Collections.Immutable;

namespace Paygress.Provider.Configuration;

/// <summary>What came of reading the configuration.</summary>
internal abstract record ConfigurationResult
{
    private ConfigurationResult()
    {
    }

    /// <param name="Values">Every value that applies, in the order of the defaults.</param>
    public sealed record Loaded(ProviderSettings Settings, ImmutableArray<EffectiveValue> Values) : ConfigurationResult;

    /// <summary>Every fault at once.</summary>
    public sealed record Faulty(ImmutableArray<ConfigurationFault> Faults) : ConfigurationResult;
}
