using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Trials;

/// <summary>Tries on this very host whether what is sold can be exceeded: a canary does all that a hostile tenant would, beside a neighbour.</summary>
/// <remarks>Both are leases like any other: whatever becomes of the provider meanwhile, they end on time, and nothing of them is left.</remarks>
public sealed partial class TrialRun(
    SpawnIntake intake,
    ILeaseStore store,
    LeaseReleaser releaser,
    LeaseLedger ledger,
    ITrialGround ground,
    TrialLog log,
    ITrialBook book,
    TrialPlan plan,
    Catalog catalog,
    ProviderIdentity identity,
    IOptions<LeasesOptions> leases,
    IWallClock wall,
    TimeProvider timeProvider,
    ILogger<TrialRun> logger)
{
    /// <summary>What both leases run.</summary>
    public const string Template = "hello";

    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(10);
    private readonly Lock _gate = new();
    private Task<HostResult<TrialReport>>? _latest;

    /// <summary>Runs one, or waits with whoever began the one that is under way; its report is kept when it returns.</summary>
    public Task<HostResult<TrialReport>> RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_latest is { IsCompleted: false } underWay)
            {
                return underWay.WaitAsync(cancellationToken);
            }

            return _latest = RunAloneAsync(cancellationToken);
        }
    }

    private async Task<HostResult<TrialReport>> RunAloneAsync(CancellationToken cancellationToken)
    {
        var made = new List<LeaseId>();
        try
        {
            var (canary, neighbour) = (await SpawnAsync(TrialPlan.FindTier(catalog)?.Id, made, cancellationToken), await SpawnAsync(tier: null, made, cancellationToken));
            if ((canary.Error ?? neighbour.Error) is { } problem)
            {
                return HostResult.Failed<TrialReport>(problem.Code, $"the trial could not be made: {problem.Detail}");
            }

            var (tried, other) = (((HostResult<Lease>.Done)canary).Value, ((HostResult<Lease>.Done)neighbour).Value);
            var report = new TrialReport(wall.ToWall(timeProvider.GetUtcNow()), identity.Build, await TryAllAsync(tried, other, cancellationToken)) { Ground = await DescribeGroundAsync(cancellationToken) };
            await book.WriteAsync(report, cancellationToken);
            return HostResult.Of(report);
        }
        finally
        {
            // Also when the caller has gone: its token is not asked.
            await ReleaseAsync(made, CancellationToken.None);
        }
    }

    private async Task<string?> DescribeGroundAsync(CancellationToken cancellationToken) =>
        await ground.DescribeAsync(cancellationToken) is HostResult<string>.Done { Value: var words } ? words : null;

    private async Task<ImmutableArray<TrialLine>> TryAllAsync(Lease canary, Lease neighbour, CancellationToken cancellationToken)
    {
        var (container, terms) = (canary.ContainerId!, plan.TermsOf(canary.Workload.Tier)); // it is active
        var lines = ImmutableArray.CreateBuilder<TrialLine>();
        lines.Add(await log.TryAsync(container, terms.LogBytes, cancellationToken));
        Tell(lines[0]);
        foreach (var attempt in TrialAttempts.For(terms, neighbour.ContainerIp ?? ""))
        {
            var line = await TryAsync(container, attempt, cancellationToken);
            lines.Add(line);
            Tell(line);
        }

        return lines.ToImmutable();
    }

    private async Task<TrialLine> TryAsync(string containerId, TrialAttempt attempt, CancellationToken cancellationToken)
    {
        var (outcome, said) = await ground.AttemptAsync(containerId, attempt.Script, attempt.AsRoot, cancellationToken) switch
        {
            HostResult<TrialAnswer>.Done { Value: var answer } => attempt.Judge(answer),
            var other => (TrialOutcome.Unknown, other.Error!.Detail), // not done carries an error
        };
        return new TrialLine(attempt.Limit, attempt.Needed, outcome, said);
    }

    private async Task<HostResult<Lease>> SpawnAsync(string? tier, List<LeaseId> made, CancellationToken cancellationToken)
    {
        var time = Enough < leases.Value.MinimumDuration ? leases.Value.MinimumDuration : Enough > leases.Value.MaximumDuration ? leases.Value.MaximumDuration : Enough;
        var request = new SpawnRequest { Template = Template, Owner = "trial", Tier = tier, DurationSeconds = (long)time.TotalSeconds, IsTrial = true };
        switch (await intake.SubmitAsync(request, cancellationToken))
        {
            case SpawnOutcome.Accepted { Lease: var lease }:
                made.Add(lease.Id);
                return await UntilItRunsAsync(lease.Id, cancellationToken);
            case SpawnOutcome.Refused { Problems: var problems }:
                return new HostResult<Lease>.Failed(problems[0]);
            case var other:
                throw new InvalidOperationException($"a request without an id can't be {other}");
        }
    }

    private async Task<HostResult<Lease>> UntilItRunsAsync(LeaseId id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var next = ledger.Changed.Next;
            var lease = await store.FindAsync(id, cancellationToken);
            switch (lease)
            {
                case { State: LeaseState.Active }:
                    return HostResult.Of(lease);
                case null or { State: not (LeaseState.Queued or LeaseState.Provisioning) }:
                    return HostResult.Failed<Lease>(lease?.Code ?? ErrorCodes.BackendError, lease?.LastError ?? "its lease is gone");
                default:
                    await Pulse.WaitAsync(next, TimeSpan.FromMinutes(1), timeProvider, cancellationToken);
                    break;
            }
        }
    }

    // Whether they ran or were still waited for: beside them a small host has no room for those of the next trial.
    private async Task ReleaseAsync(List<LeaseId> made, CancellationToken cancellationToken)
    {
        foreach (var id in made)
        {
            if (await store.FindAsync(id, cancellationToken) is { } lease)
            {
                await releaser.ReleaseAsync(lease, "the trial is over", cancellationToken);
            }
        }
    }

    private void Tell(TrialLine line)
    {
        switch (line.Outcome)
        {
            case TrialOutcome.Held:
                LimitHeld(line.Limit, line.Said);
                break;
            case TrialOutcome.Broken:
                LimitBroken(line.Limit, line.Said);
                break;
            default:
                LimitNotTried(line.Limit, line.Said);
                break;
        }
    }

    [LoggerMessage(EventIds.LimitHeld, LogLevel.Information, "Trial of {Limit}: held, {Said}")]
    private partial void LimitHeld(string limit, string said);

    [LoggerMessage(EventIds.LimitBroken, LogLevel.Error, "Trial of {Limit}: BROKEN, {Said}")]
    private partial void LimitBroken(string limit, string said);

    [LoggerMessage(EventIds.LimitNotTried, LogLevel.Warning, "Trial of {Limit}: not known, {Said}")]
    private partial void LimitNotTried(string limit, string said);
}
