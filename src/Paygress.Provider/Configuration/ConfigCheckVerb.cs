using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Paygress.Provider.Cli;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Configuration;

/// <summary><c>config check</c>: lists every fault of the configuration.</summary>
internal sealed class ConfigCheckVerb : Command, IExamples, IChecked
{
    private readonly Argument<string?> _file = new("FILE") { Description = "The file to check; the same as --config FILE.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _config = ConfigOption.Create();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Terminal _terminal;

    public ConfigCheckVerb(Terminal terminal)
        : base("check", "List every fault of the configuration, as the provider would see it.")
    {
        _terminal = terminal;
        Add(_file);
        Add(_config);
        Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "paygress-provider config check",
        "paygress-provider config check ./new.json --json",
        "",
        "Exit codes: 0 no fault; 78 at least one, as the provider would end with.",
    ];

    public IEnumerable<string> Check(CommandResult result) =>
        result.GetResult(_file) is { Tokens.Count: > 0 } && result.GetResult(_config) is { Implicit: false } ? ["give the file once, as FILE or with --config"] : [];

    private int Run(ParseResult arguments)
    {
        var result = ConfigurationLoader.Load(arguments.GetValue(_file) ?? arguments.GetValue(_config), Environment.GetEnvironmentVariables());
        var faults = result is ConfigurationResult.Faulty faulty ? faulty.Faults : [];
        if (arguments.GetValue(_json))
        {
            var message = new ConfigCheckMessage([.. faults.Select(f => new ConfigFaultMessage(f.Origin, f.Key, f.Value, f.Problem))]);
            _terminal.Out.Writer.WriteLine(JsonSerializer.Serialize(message, ConfigJsonContext.Default.ConfigCheckMessage));
        }
        else
        {
            WriteText(faults);
        }

        return faults.Length == 0 ? ExitCode.Done : ExitCode.Unusable;
    }

    private void WriteText(IReadOnlyCollection<ConfigurationFault> faults)
    {
        foreach (var fault in faults)
        {
            _terminal.Error.Writer.WriteLine($"error: {fault}");
        }

        if (faults.Count == 0)
        {
            _terminal.Out.Writer.WriteLine("The configuration has no fault.");
        }
    }
}
