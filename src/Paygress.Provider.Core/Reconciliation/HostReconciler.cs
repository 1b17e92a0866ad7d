using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.StoreLoss;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>The sweep: compares the books with the host and sees to what differs. Also serves start-up recovery.</summary>
public sealed partial class HostReconciler(
    ILeaseStore store,
    HostInventoryReader inventory,
    SpawnRecovery recovery,
    ContainerExits exits,
    KeyCheck keys,
    OrphanRemover orphans,
    OrphanPolicy policy,
    LeaseRebuilder rebuilder,
    IComputeBackend compute,
    ComputeMemory memory,
    SpawnDispatcher dispatcher,
    LeaseEndKeepers ends,
    ComputeHealth health,
    IOptions<CleanupOptions> options,
    IWallClock wall,
    TimeProvider timeProvider,
    ILogger<HostReconciler> logger)
{
    private readonly FirstSights _sights = new();
    private bool _answered = true;
    private bool _listed = true;

    /// <summary>Compares once and sees to what differs; false when the host did not answer, and nothing was concluded.</summary>
    public Task<bool> SweepOnceAsync(CancellationToken cancellationToken) => SweepOnceAsync(static () => { }, cancellationToken);

    /// <inheritdoc cref="SweepOnceAsync(CancellationToken)"/>
    /// <param name="beat">Called before each step: docker may take its whole time for every one.</param>
    public async Task<bool> SweepOnceAsync(Action beat, CancellationToken cancellationToken)
    {
        if (await LookAsync(cancellationToken) is not { } host)
        {
            return false;
        }

        if (await compute.PrepareAsync(cancellationToken) is { IsDone: false } unprepared)
        {
            HostNotPrepared(unprepared.Error!.Detail); // not done carries an error
        }

        await rebuilder.RunAsync(host, cancellationToken);

        // The books after the host: what a spawn made in between is then explained, and what ended in between looks again.
        var live = await store.ListAsync(LeaseStates.Live, cancellationToken);
        var now = wall.ToWall(timeProvider.GetUtcNow());
        foreach (var step in ReconcilePlan.Make(_sights.Date(host, now), live, now, options.Value.OrphanGrace))
        {
            beat();
            await RunAsync(step, cancellationToken);
        }

        return true;
    }

    /// <summary>What books and host do not agree on, without changing anything.</summary>
    public async Task<HostResult<AuditReport>> AuditAsync(CancellationToken cancellationToken)
    {
        var seen = await inventory.ReadAsync(cancellationToken);
        if (seen is not HostResult<HostInventory>.Done { Value: var host })
        {
            return seen.As<AuditReport>();
        }

        return await ends.ListAsync(cancellationToken) switch
        {
            HostResult<ImmutableArray<KeptEnds>>.Done { Value: var kept } => HostResult.Of(AuditRule.Compare(host with { Ends = kept }, await store.ListAsync(LeaseStates.Live, cancellationToken), policy.MayRemove)),
            var other => other.As<AuditReport>(),
        };
    }

    // Docker's silence is a matter of its own: heartbeats and operators are told since when it lasts.
    private async Task<HostInventory?> LookAsync(CancellationToken cancellationToken)
    {
        var began = timeProvider.GetUtcNow();
        var answer = await inventory.ReadContainersAsync(cancellationToken);
        if (answer is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var containers })
        {
            TellSilence(began, hasForgotten: false, () => DockerUnavailable(answer.Error!.Detail)); // not done carries an error
            return null;
        }

        if (await memory.FindLossAsync(containers, cancellationToken) is { } loss)
        {
            TellSilence(began, hasForgotten: true, () => DockerForgot(loss));
            return null;
        }

        TellAnswer();
        var seen = await inventory.CompleteAsync(containers, cancellationToken);
        TellVolumes(seen.Error?.Detail);
        return seen is HostResult<HostInventory>.Done { Value: var host } ? host : null;
    }

    private Task RunAsync(ReconcileStep step, CancellationToken cancellationToken)
    {
        switch (step)
        {
            case ReconcileStep.Requeue x:
                return dispatcher.RequeueAsync(x.Lease.Id, cancellationToken);
            case ReconcileStep.RecoverSpawn x:
                recovery.Begin(x.Lease, cancellationToken);
                return Task.CompletedTask;
            case ReconcileStep.CheckContainer x:
                return exits.CheckAsync(x.Lease.Id, cancellationToken);
            case ReconcileStep.CheckKey x:
                keys.Begin(x.Lease.Id, cancellationToken);
                return Task.CompletedTask;
            case ReconcileStep.RemoveContainer x:
                return orphans.RemoveAsync(x.Container, cancellationToken);
            case ReconcileStep.RemoveVolume x:
                return orphans.RemoveAsync(x.Trace, cancellationToken);
            case ReconcileStep.RemoveEnvironment x:
                orphans.Remove(x.RequestId, x.WrittenAt);
                return Task.CompletedTask;
            default:
                throw new InvalidOperationException($"no way to run {step}");
        }
    }

    // A docker that stays away is told once, not at every sweep.
    private void TellSilence(DateTimeOffset began, bool hasForgotten, Action tell)
    {
        health.NoteSilence(began, hasForgotten);
        if (_answered)
        {
            tell();
        }

        _answered = false;
    }

    private void TellAnswer()
    {
        health.NoteAnswer();
        if (!_answered)
        {
            DockerAvailable();
        }

        _answered = true;
    }

    // As with docker: told once.
    private void TellVolumes(string? trouble)
    {
        switch (trouble, _listed)
        {
            case ({ } detail, true):
                VolumesUnavailable(detail);
                break;
            case (null, false):
                VolumesAvailable();
                break;
        }

        _listed = trouble is null;
    }

    [LoggerMessage(EventIds.DockerUnavailable, LogLevel.Error, "Docker does not answer, nothing is concluded from that: {Reason}")]
    private partial void DockerUnavailable(string reason);

    [LoggerMessage(EventIds.DockerForgot, LogLevel.Error, "Docker answers and does not know what it ran for us, nothing is concluded from that: {Reason}")]
    private partial void DockerForgot(string reason);

    [LoggerMessage(EventIds.DockerAvailable, LogLevel.Information, "Docker answers again")]
    private partial void DockerAvailable();

    [LoggerMessage(EventIds.HostNotPrepared, LogLevel.Error, "The tenants' network is not ready, no lease can start: {Reason}")]
    private partial void HostNotPrepared(string reason);

    [LoggerMessage(EventIds.VolumesUnavailable, LogLevel.Error, "The volumes of this host can't be listed, nothing is concluded from that: {Reason}")]
    private partial void VolumesUnavailable(string reason);

    [LoggerMessage(EventIds.VolumesAvailable, LogLevel.Information, "The volumes of this host are listed again")]
    private partial void VolumesAvailable();
}
