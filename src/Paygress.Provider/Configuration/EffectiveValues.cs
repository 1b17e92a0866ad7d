using System.Collections.Immutable;

namespace Paygress.Provider.Configuration;

/// <summary>The values that apply once all layers were laid over each other.</summary>
internal sealed class EffectiveValues
{
    // What was cleared keeps its place and its spelling, for what may take it.
    private readonly OrderedDictionary<string, EffectiveValue?> _values = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, int> _lengths = new(StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<EffectiveValue> All => [.. _values.Values.OfType<EffectiveValue>()];

    /// <summary>Lays a value over what is there, and keeps the spelling of the key that was there first.</summary>
    public void Set(EffectiveValue value) =>
        _values[value.Key] = _values.IndexOf(value.Key) is >= 0 and var place ? value with { Key = _values.GetAt(place).Key } : value;

    /// <summary>Takes every entry of a list away, or that it was emptied; false when there was neither.</summary>
    public bool TryClear(string list)
    {
        EffectiveValue[] there = [.. All.Where(v => IsWithin(v.Key, list) || v.Key.Equals(list, StringComparison.OrdinalIgnoreCase))];
        foreach (var entry in there)
        {
            _values[entry.Key] = null;
        }

        return there.Length > 0;
    }

    /// <summary>The key for an entry that is to take no other one's place: the same, or the first number that is free.</summary>
    public string FindFree(string key)
    {
        var list = key[..key.LastIndexOf(':')];
        var (free, number) = (key, _lengths.GetValueOrDefault(list));
        while (_values.ContainsKey(free))
        {
            free = $"{list}:{number++}";
        }

        _lengths[list] = number;
        return free;
    }

    public IConfigurationRoot ToConfiguration() =>
        new ConfigurationBuilder().AddInMemoryCollection(All.Select(v => KeyValuePair.Create(v.Key, (string?)v.Normal))).Build();

    /// <summary>The same fault with the value that is at fault, and the layer that it came from.</summary>
    public ConfigurationFault Trace(ConfigurationFault fault)
    {
        if (_values.GetValueOrDefault(fault.Key) is { } value)
        {
            return fault with { Origin = value.Origin, Value = value.Shown };
        }

        return FindOriginWithin(fault.Key) is { } origin ? fault with { Origin = origin } : fault;
    }

    /// <summary>The last layer that has something in a section or list; none when nothing is in it.</summary>
    public string? FindOriginWithin(string key) => All.LastOrDefault(v => IsWithin(v.Key, key))?.Origin;

    private static bool IsWithin(string key, string section) => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase);
}
