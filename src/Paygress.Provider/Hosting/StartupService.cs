using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.Hosting;

/// <summary>What must be done before READY: take up the queue, credit outages, end in the books what is overdue, and say how things stand.</summary>
internal sealed partial class StartupService(
    StoreDatabase store,
    ISpawnQueue queue,
    ILeaseStore leases,
    LeaseFileImport files,
    OutageRecovery outages,
    LeaseCleanup cleanup,
    IDrainSwitch drain,
    ProviderIdentity identity,
    TimeProvider timeProvider,
    ILogger<StartupService> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (FailPoint.IsEnabled)
        {
            FailPointsEnabled(FailPoint.Variable);
        }

        TellStore();
        await files.RunAsync(timeProvider.GetUtcNow(), cancellationToken);
        await files.WriteMissingAsync(cancellationToken);
        await queue.GiveBackAllAsync(cancellationToken);
        await outages.RecoverAsync(cancellationToken);
        var overdue = await cleanup.ExpireDueAsync(timeProvider.GetUtcNow(), cancellationToken);
        var counts = await leases.CountAsync(cancellationToken);
        ProviderStarted(identity.Build, identity.InstanceId, counts.Active, counts.Queued, overdue.Length, drain.IsDraining);
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        ProviderStopping();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void TellStore()
    {
        if (store.Migration.IsUpgrade)
        {
            StoreMigrated(store.Migration.From, store.Migration.To);
        }

        if (store.Damage is { } damage)
        {
            StoreDamaged(damage);
        }

        if (!store.OrphansRemovable)
        {
            StoreNewBesideOldInstance();
        }
    }

    [LoggerMessage(EventIds.ProviderStarted, LogLevel.Information, "Provider {Build} started as {InstanceId}: {Active} active, {Queued} queued, {Evicting} to be ended, draining: {Draining}")]
    private partial void ProviderStarted(string build, string instanceId, int active, int queued, int evicting, bool draining);

    [LoggerMessage(EventIds.ProviderStopping, LogLevel.Information, "Provider stops; leases go on")]
    private partial void ProviderStopping();

    [LoggerMessage(EventIds.FailPointsEnabled, LogLevel.Warning, "Faults can be injected into this provider, since {Variable} is set; that is for tests only")]
    private partial void FailPointsEnabled(string variable);

    [LoggerMessage(EventIds.StoreMigrated, LogLevel.Information, "Store brought from schema {From} to {To}; a copy of the old one is beside it")]
    private partial void StoreMigrated(int from, int to);

    [LoggerMessage(EventIds.StoreDamaged, LogLevel.Error, "The store was damaged and is begun anew: {Damage}. Leases are restored from their own files")]
    private partial void StoreDamaged(string damage);

    [LoggerMessage(EventIds.StoreNewBesideOldInstance, LogLevel.Error, "The store is not the one that made what is on this host. Nothing unexplained is removed; run 'paygress-provider audit'")]
    private partial void StoreNewBesideOldInstance();
}
