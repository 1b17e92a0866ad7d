using Microsoft.Extensions.Options;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Hosting;

namespace Paygress.Provider.Trials;

/// <summary>The trial loop: tries the limits of a host that has no report, or one of another kernel, docker or runtime, until there is one; also one that knows nothing.</summary>
internal sealed partial class TrialService(
    TrialRun trial, ITrialBook book, ITrialGround ground, CheckPulse checks, IOptions<TrialOptions> options, LoopHealth health, TimeProvider timeProvider, ILogger<TrialService> logger)
    : LoopService("trial", health, timeProvider, logger)
{
    // The image that it needs may still be in the making after an installation. What fails longer is tried ever more rarely: each try makes leases.
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Last = TimeSpan.FromHours(1);
    private readonly ILogger _logger = logger;
    private TimeSpan _wait = First;
    private string? _told;
    private string? _outdatedBy;

    protected override TimeSpan Bound => Last + Last;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        beat();
        await Task.Delay(_wait, Time, stoppingToken);
        _wait = _wait * 2 < Last ? _wait * 2 : Last;
        if (!options.Value.AtFirstStart || !await IsWantedAsync(stoppingToken))
        {
            return;
        }

        var result = await trial.RunAsync(stoppingToken);
        checks.Wanted.Send();
        if (result.Error is { } problem && problem.Detail != _told)
        {
            _told = problem.Detail;
            TrialNotMade(_logger, problem.Detail);
        }
    }

    private async Task<bool> IsWantedAsync(CancellationToken cancellationToken)
    {
        if (book.Read() is not { } report)
        {
            return true;
        }

        // A docker that is silent is no change.
        if (await ground.DescribeAsync(cancellationToken) is not HostResult<string>.Done { Value: var now } || report.FindFormerGround(now) is not { } before)
        {
            return false;
        }

        if (now != _outdatedBy)
        {
            _outdatedBy = now;
            TrialOutdated(_logger, before, now);
        }

        return true;
    }

    [LoggerMessage(EventIds.TrialOutdated, LogLevel.Information, "Limits were tried on {Before}, and this is {Now}: they are tried again")]
    private static partial void TrialOutdated(ILogger logger, string before, string now);

    [LoggerMessage(EventIds.TrialNotMade, LogLevel.Warning, "The limits of this host could not be tried: {Reason}. It is tried again")]
    private static partial void TrialNotMade(ILogger logger, string reason);
}
