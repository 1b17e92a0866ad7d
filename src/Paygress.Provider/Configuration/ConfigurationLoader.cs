using System.Collections;

namespace Paygress.Provider.Configuration;

/// <summary>Reads the configuration, finds every fault in it at once, and binds it.</summary>
internal static class ConfigurationLoader
{
    // Tells an editor what may stand in the file.
    private const string SchemaKey = "$schema";

    /// <summary>The configuration, or all that is wrong with it.</summary>
    public static ConfigurationResult Load(string? file, IDictionary environment)
    {
        var faults = new List<ConfigurationFault>();
        var values = new EffectiveValues();
        foreach (var source in ConfigurationSources.Read(file, environment, faults))
        {
            Lay(source, values, faults);
        }

        if (faults.Count > 0)
        {
            return new ConfigurationResult.Faulty([.. faults]);
        }

        var settings = ProviderSettings.Bind(values.ToConfiguration());
        var inconsistent = SettingsRules.Check(settings);
        return inconsistent.IsEmpty ? new ConfigurationResult.Loaded(settings, values.All) : new ConfigurationResult.Faulty([.. inconsistent.Select(values.Trace)]);
    }

    private static void Lay(ConfigurationSource source, EffectiveValues values, List<ConfigurationFault> faults)
    {
        // A list comes before its entries.
        foreach (var (key, value) in source.Values.AsEnumerable())
        {
            var hasEntries = value is null && source.Values.GetSection(key).GetChildren().Any();
            var replaces = (hasEntries || value is "") && Settings.FindLayering(key) is ListLayering.Replace;
            if (replaces && values.TryClear(key) && !hasEntries)
            {
                // So that 'config show' tells of it.
                values.Set(new EffectiveValue(key, "", "", source.Name));
            }
            else if (!hasEntries)
            {
                Take(source.Name, key, value, values, faults);
            }
        }
    }

    private static void Take(string origin, string key, string? value, EffectiveValues values, List<ConfigurationFault> faults)
    {
        // A section, an empty list or a null: nothing to read, unless nobody knows it.
        if (key == SchemaKey || (string.IsNullOrEmpty(value) && Settings.All.Any(s => IsAbove(key, s.Key))))
        {
            // An empty list alone gives a text: who writes one wants to take away what the layers below have.
            if (value is not null && values.FindOriginWithin(key) is { } before)
            {
                faults.Add(new ConfigurationFault(origin, key, null, $"is empty, which takes nothing away: what is given here adds to what is from {before}; leave it out"));
            }

            return;
        }

        if (Settings.Find(key) is not { } setting)
        {
            var near = Settings.Suggest(key);
            faults.Add(new ConfigurationFault(origin, key, null, near is null ? "is not a setting" : $"is not a setting; did you mean {near}?"));
        }
        else if (setting.Normalise(value ?? "") is { } normal)
        {
            values.Set(new EffectiveValue(setting.Layering is ListLayering.Add ? values.FindFree(key) : key, value ?? "", normal, origin));
        }
        else
        {
            faults.Add(new ConfigurationFault(origin, key, Shown(origin, key, value), setting.Kind is SettingKind.Text ? "must be a text without a NUL" : $"must be {setting.Allowed}"));
        }
    }

    // A value that can't be taken may be a secret all the same.
    private static string? Shown(string origin, string key, string? value) => value is null ? null : new EffectiveValue(key, value, "", origin).Shown;

    private static bool IsAbove(string key, string settingKey)
    {
        var (above, below) = (key.Split(':'), settingKey.Split(':'));
        return above.Length < below.Length && above.Zip(below).All(p => p.Second == "*" || p.First.Equals(p.Second, StringComparison.OrdinalIgnoreCase));
    }
}
