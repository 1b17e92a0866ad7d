using System.Collections.Immutable;

namespace Paygress.Provider.Configuration;

/// <summary>The values that apply once all layers were laid over each other.</summary>
internal sealed class EffectiveValues
{
    private readonly OrderedDictionary<string, EffectiveValue> _values = new(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<EffectiveValue> All => [.. _values.Values];

    /// <summary>Lays a value over what is there, and keeps the spelling of the key that was there first.</summary>
    public void Set(EffectiveValue value) => _values[value.Key] = _values.TryGetValue(value.Key, out var before) ? value with { Key = before.Key } : value;

    public IConfigurationRoot ToConfiguration() =>
        new ConfigurationBuilder().AddInMemoryCollection(_values.Values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Normal))).Build();

    /// <summary>The same fault with the value that is at fault, and the layer that it came from.</summary>
    public ConfigurationFault Trace(ConfigurationFault fault)
    {
        if (_values.TryGetValue(fault.Key, out var value))
        {
            return fault with { Origin = value.Origin, Value = value.Shown };
        }

        return FindOriginWithin(fault.Key) is { } origin ? fault with { Origin = origin } : fault;
    }

    /// <summary>The last layer that has something in a section or list; none when nothing is in it.</summary>
    public string? FindOriginWithin(string key) => _values.Values.LastOrDefault(v => v.Key.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase))?.Origin;
}
