using System.Collections.Immutable;
using System.CommandLine;
using System.Text.Json;
using Paygress.Provider.Cli;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.Hosting;
using Spectre.Console;

namespace Paygress.Provider.Configuration;

/// <summary><c>config show</c>: prints every value that applies, and where it came from.</summary>
internal sealed class ConfigShowVerb : Command, IExamples
{
    private readonly Option<string?> _config = ConfigOption.Create();
    private readonly Option<bool> _changed = new("--changed") { Description = "Only what is not a default." };
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Terminal _terminal;

    public ConfigShowVerb(Terminal terminal)
        : base("show", "Print every setting that applies, and where it came from.")
    {
        _terminal = terminal;
        Add(_config);
        Add(_changed);
        Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "paygress-provider config show --changed",
        "paygress-provider config show --json | jq '.settings[] | .key, .from'",
        "",
        "Reads the file and this shell's environment; a running provider may have been",
        "started with others. Env values of templates are masked. Exits 78 on a fault.",
    ];

    /// <summary>The values as a table; what is not a default stands out.</summary>
    internal static Table Build(IEnumerable<EffectiveValue> values, int width)
    {
        var table = new FittingTable(new("SETTING"), new("VALUE", CutTo: 12), new("FROM", CutTo: 11));
        foreach (var value in values)
        {
            var style = new Style(value.Origin == ConfigurationSources.Default ? Color.Grey : Color.Yellow);
            table.Add(value.Key, value.Shown.Length == 0 ? "\"\"" : value.Shown, new Cell(value.Origin, style));
        }

        return table.Build(width);
    }

    private int Run(ParseResult arguments)
    {
        var result = ConfigurationLoader.Load(arguments.GetValue(_config), Environment.GetEnvironmentVariables());
        if (result is ConfigurationResult.Faulty { Faults: var faults })
        {
            faults.ToList().ForEach(f => _terminal.Error.Writer.WriteLine($"error: {f}"));
            return ExitCode.Unusable;
        }

        var values = ((ConfigurationResult.Loaded)result).Values;
        Print(arguments.GetValue(_changed) ? [.. values.Where(v => v.Origin != ConfigurationSources.Default)] : values, arguments.GetValue(_json));
        return ExitCode.Done;
    }

    private void Print(ImmutableArray<EffectiveValue> values, bool json)
    {
        if (json)
        {
            var message = new ConfigShowMessage([.. values.Select(v => new ConfigValueMessage(v.Key, v.Shown, v.Origin))]);
            _terminal.Out.Writer.WriteLine(JsonSerializer.Serialize(message, ConfigJsonContext.Default.ConfigShowMessage));
        }
        else if (values.IsEmpty)
        {
            _terminal.Out.Writer.WriteLine("All settings are the defaults.");
        }
        else
        {
            _terminal.Out.Console.Write(Build(values, _terminal.Out.Width));
        }
    }
}
