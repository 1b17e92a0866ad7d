using System.CommandLine;
using System.Text.Json;
using Paygress.Provider.Cli;
using Paygress.Provider.Configuration;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.Checks;

/// <summary><c>check</c>: says what of this machine fits and what does not, with the fix beside it.</summary>
internal sealed class CheckVerb : Command, IExamples
{
    private readonly Option<string?> _config = ConfigOption.Create();
    private readonly Option<bool> _json = CommonOptions.Json();
    private readonly Terminal _terminal;

    public CheckVerb(Terminal terminal)
        : base("check", "Check whether this machine has what the provider needs.")
    {
        _terminal = terminal;
        Add(_config);
        Add(_json);
        SetAction(RunAsync);
    }

    public IReadOnlyList<string> Examples { get; } =
    [
        "paygress-provider check",
        "paygress-provider check --json",
        "",
        "Changes nothing. Exit codes: 0 nothing fails; 1 something fails.",
    ];

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var lines = await LookAsync(arguments.GetValue(_config), cancellationToken);
        if (arguments.GetValue(_json))
        {
            var message = new CheckMessage([.. lines.Select(l => new CheckLineMessage(l.Group, l.Name, CheckScreen.WordFor(l.Outcome), l.Detail, l.Fix))]);
            await _terminal.Out.Writer.WriteLineAsync(JsonSerializer.Serialize(message, CheckJsonContext.Default.CheckMessage));
        }
        else
        {
            CheckScreen.Write(_terminal.Out.Console, lines);
        }

        return lines.Any(l => l.Outcome is CheckOutcome.Failed) ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<IReadOnlyList<CheckLine>> LookAsync(string? configFile, CancellationToken cancellationToken)
    {
        var configuration = ConfigurationLoader.Load(configFile, Environment.GetEnvironmentVariables());
        if (configuration is not ConfigurationResult.Loaded { Settings: var settings })
        {
            return [.. ((ConfigurationResult.Faulty)configuration).Faults.Select(f => new CheckLine("configuration", f.Key, CheckOutcome.Failed, f.ToString()))];
        }

        var checks = new HostChecks(settings.Provider, settings.Docker, settings.Network, settings.Ports, settings.Volumes, settings.Api.Group, TimeProvider.System);
        return [new CheckLine("configuration", "settings", CheckOutcome.Passed, "no fault"), .. await checks.RunAsync(cancellationToken)];
    }
}
