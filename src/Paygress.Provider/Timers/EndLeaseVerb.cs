using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.Logging;
using Serilog.Extensions.Logging;

namespace Paygress.Provider.Timers;

/// <summary><c>end-lease</c>: what the timer of a lease runs. Not for people, so it is in no help text.</summary>
internal sealed partial class EndLeaseVerb : Command
{
    private readonly Option<LeaseId> _lease = new("--lease") { Required = true, CustomParser = ReadLease };
    private readonly Option<string> _container = Required("--container");
    private readonly Option<string> _host = Required("--host");
    private readonly Option<long> _second = new("--second") { Required = true };
    private readonly Option<string> _docker = Required("--docker");

    public EndLeaseVerb()
        : base(LeaseKill.Verb, "Kills the container of a lease whose timer fired.")
    {
        Hidden = true;
        _container.Validators.Add(CheckIsFull);
        foreach (var option in (Option[])[_lease, _container, _host, _second, _docker])
        {
            Add(option);
        }

        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        // The defaults: configuration may be unusable on the day on which this is needed.
        await using var journal = ProviderLogging.Create(new LoggingOptions());
        using var loggers = new SerilogLoggerFactory(journal);
        var kill = new LeaseKill(arguments.GetValue(_docker)!, arguments.GetValue(_host)!, TimeProvider.System, loggers); // required
        var timer = new ExpiryTimer(arguments.GetValue(_lease), arguments.GetValue(_second));
        var outcome = await kill.RunAsync(timer, arguments.GetValue(_container)!, cancellationToken);
        return outcome switch
        {
            LeaseKillOutcome.Done => ExitCode.Done,
            LeaseKillOutcome.Refused => ExitCode.Refused,
            _ => ExitCode.Failed,
        };
    }

    private static Option<string> Required(string name) => new(name) { Required = true };

    private static LeaseId ReadLease(ArgumentResult result)
    {
        if (!LeaseId.TryParse(result.Tokens.Count == 1 ? result.Tokens[0].Value : null, out var id))
        {
            result.AddError("--lease wants a lease's full id");
        }

        return id;
    }

    private static void CheckIsFull(OptionResult container)
    {
        if (!FullId().IsMatch(container.GetValueOrDefault<string>() ?? ""))
        {
            container.AddError("--container wants a container's full id");
        }
    }

    [GeneratedRegex("\\A[0-9a-f]{64}\\z")]
    private static partial Regex FullId();
}
