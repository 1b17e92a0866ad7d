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
            foreach (var (key, value) in source.Values.AsEnumerable().Where(v => v.Value is not null || !source.Values.GetSection(v.Key).GetChildren().Any()))
            {
                Take(source.Name, key, value, values, faults);
            }
        }

        if (faults.Count > 0)
        {
            return new ConfigurationResult.Faulty([.. faults]);
        }

        var settings = ProviderSettings.Bind(values.ToConfiguration());
        var inconsistent = SettingsRules.Check(settings);
        return inconsistent.IsEmpty ? new ConfigurationResult.Loaded(settings, values.All) : new ConfigurationResult.Faulty([.. inconsistent.Select(values.Trace)]);
    }

    private static void Take(string origin, string key, string? value, EffectiveValues values, List<ConfigurationFault> faults)
    {
        // A section, an empty list or a null: nothing to read, unless nobody knows it.
        if (key == SchemaKey || (string.IsNullOrEmpty(value) && Settings.All.Any(s => IsAbove(key, s.Key))))
        {
            // An empty list alone gives a text: who writes one wants the list to be empty.
            if (value is not null && values.FindOriginWithin(key) is { } before)
            {
                faults.Add(new ConfigurationFault(origin, key, null, $"is empty, which takes nothing away: lists are laid over each other, and its entries are from {before}; leave it out"));
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
            values.Set(new EffectiveValue(key, value ?? "", normal, origin));
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
