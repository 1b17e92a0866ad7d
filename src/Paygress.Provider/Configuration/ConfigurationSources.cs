using System.Collections;
using System.Collections.Immutable;
using System.Text.Json;

namespace Paygress.Provider.Configuration;

/// <summary>Reads the layers of the configuration, the weakest first.</summary>
internal static class ConfigurationSources
{
    /// <summary>Where an operator's own values are, unless the command line names another file.</summary>
    public const string DefaultFile = "/etc/paygress/appsettings.json";

    /// <summary>Begins the name of every environment variable that sets a value, as in <c>PAYGRESS_Leases__MinimumDuration</c>.</summary>
    public const string EnvironmentPrefix = "PAYGRESS_";

    /// <summary>The name of the layer that is inside the program.</summary>
    public const string Default = "default";

    private const string Builtin = "appsettings.json";

    /// <summary>Reads all layers. A file that can't be read or parsed is a fault.</summary>
    /// <param name="file">The file that the command line names; none takes the default one if it is there.</param>
    public static ImmutableArray<ConfigurationSource> Read(string? file, IDictionary environment, ICollection<ConfigurationFault> faults)
    {
        var sources = ImmutableArray.CreateBuilder<ConfigurationSource>();
        using (var defaults = typeof(ConfigurationSources).Assembly.GetManifestResourceStream(Builtin)!)
        {
            sources.Add(new ConfigurationSource(Default, new ConfigurationBuilder().AddJsonStream(defaults).Build()));
        }

        if ((file is not null || File.Exists(DefaultFile)) && ReadFile(file ?? DefaultFile, faults) is { } fromFile)
        {
            sources.Add(fromFile);
        }

        sources.Add(ReadEnvironment(environment, faults));
        return sources.ToImmutable();
    }

    private static ConfigurationSource? ReadFile(string path, ICollection<ConfigurationFault> faults)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new ConfigurationSource(path, new ConfigurationBuilder().AddJsonStream(stream).Build());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add(new ConfigurationFault(path, "file", null, $"can't be read: {e.Message}"));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            faults.Add(new ConfigurationFault(path, "file", null, $"is not valid JSON: {(e.InnerException ?? e).Message}"));
        }


        // A text that is no Unicode, as a lone surrogate.
        catch (InvalidOperationException e)
        {
            faults.Add(new ConfigurationFault(path, "file", null, $"has a text that is not valid Unicode: {e.Message}"));
        }

        return null;
    }

    // Only names with two underscores set a value: PAYGRESS_SOCKET, for one, is the client's.
    private static ConfigurationSource ReadEnvironment(IDictionary environment, ICollection<ConfigurationFault> faults)
    {
        var values = environment.Cast<DictionaryEntry>()
            .Select(e => (Name: (string)e.Key, Value: (string?)e.Value))
            .Where(e => e.Name.StartsWith(EnvironmentPrefix, StringComparison.Ordinal) && e.Name.Contains("__", StringComparison.Ordinal))
            .Select(e => KeyValuePair.Create(e.Name[EnvironmentPrefix.Length..].Replace("__", ":", StringComparison.Ordinal), e.Value))
            .ToLookup(e => e.Key, StringComparer.OrdinalIgnoreCase);
        foreach (var twice in values.Where(v => v.Count() > 1))
        {
            faults.Add(new ConfigurationFault("environment", twice.Key, null, "is set more than once, in other upper and lower case"));
        }

        return new ConfigurationSource("environment", new ConfigurationBuilder().AddInMemoryCollection(values.Select(v => v.First())).Build());
    }
}
