using Microsoft.Extensions.Options;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Trials;

namespace Paygress.Provider.Hosting;

/// <summary>Registers the rules with their options.</summary>
internal static class CoreServices
{
    public static IServiceCollection AddCore(this IServiceCollection services, ProviderSettings settings, ProviderIdentity identity, byte[] secret, BootClock clock, bool orphansRemovable, DateTimeOffset? knownUntil)
    {
        services.AddClock(clock);
        services.AddSingleton(identity);
        services.AddOptions(settings);
        services.AddLeases();
        services.AddSpawning(settings, secret);

        services.AddSingleton(new OrphanPolicy(orphansRemovable));
        services.AddSingleton(new BooksSpan(knownUntil, clock.Start.Now));
        services.AddSingleton<BooksAge>();
        services.AddSingleton<HostInventoryReader>();
        services.AddSingleton<KeyCheck>();
        services.AddSingleton<SpawnRecovery>();
        services.AddSingleton<OrphanRemover>();
        services.AddSingleton<LeaseRebuilder>();
        services.AddSingleton<RemainsRemover>();
        services.AddSingleton<ComputeHealth>();
        services.AddSingleton<ComputeMemory>();
        services.AddSingleton<HostReconciler>();

        services.AddSingleton<DiskRelief>();
        services.AddSingleton<DiskGuard>();
        services.AddSingleton<TrialLog>();
        services.AddSingleton<TrialRun>();
        services.AddSingleton<LoopHealth>();
        services.AddSingleton<HostCapabilities>();
        services.AddSingleton<HeartbeatComposer>();
        services.AddSingleton<HeartbeatPublishing>();
        return services;
    }

    private static void AddClock(this IServiceCollection services, BootClock clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton(clock.Start);
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IWallClock>(clock);
        services.AddSingleton<LivenessMarks>();
        services.AddSingleton<LeaseOutages>();
        services.AddSingleton<OutageRecovery>();
    }

    /// <summary>Registers what keeps a timer armed for each lease; left out where there are no timers.</summary>
    public static IServiceCollection AddExpiryTimerRules(this IServiceCollection services)
    {
        services.AddSingleton<ExpiryTimerKeeper>();
        services.AddSingleton<ILeaseEndKeeper>(p => p.GetRequiredService<ExpiryTimerKeeper>());
        return services.AddSingleton<ExpiryTimerSweep>();
    }

    private static void AddOptions(this IServiceCollection services, ProviderSettings settings)
    {
        services.AddSingleton(Options.Create(settings.Leases));
        services.AddSingleton(Options.Create(settings.Spawn));
        services.AddSingleton(Options.Create(settings.Cleanup));
        services.AddSingleton(Options.Create(settings.Capacity));
        services.AddSingleton(Options.Create(settings.Heartbeat));
        services.AddSingleton(Options.Create(settings.Trial));
        services.AddSingleton(Options.Create(settings.Images));
        services.AddSingleton(Options.Create(settings.Docker));
        services.AddSingleton(TrialPlanner.Plan(settings.Docker, settings.Network));
        services.AddSingleton(new AdmissionLimits(settings.Capacity, settings.Ports, settings.Provider.VmidRangeStart, settings.Provider.VmidRangeEnd));
    }

    private static void AddLeases(this IServiceCollection services)
    {
        services.AddSingleton<LeaseEndKeepers>();
        services.AddSingleton<LeaseLedger>();
        services.AddSingleton<LeaseWork>();
        services.AddSingleton<LeaseExtender>();
        services.AddSingleton<LeaseConfirmer>();
        services.AddSingleton<LeaseReleaser>();
        services.AddSingleton<LeaseUnlocker>();
        services.AddSingleton<KeyedLocks<LeaseId>>();
        services.AddSingleton<LeaseRemover>();
        services.AddSingleton<LateKill>();
        services.AddSingleton<LeaseEvictor>();
        services.AddSingleton<LeaseExpiry>();
        services.AddSingleton<LeaseCleanup>();
        services.AddSingleton<ContainerExits>();
        services.AddSingleton<ContainerRestarter>();
    }

    private static void AddImages(this IServiceCollection services, DockerOptions docker)
    {
        services.AddSingleton<ImageUse>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<ImageFetcher>(p, docker.MaxPulls));
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<ImageResolver>(p, docker.PullPolicy));
        services.AddSingleton<ImageSweep>();
    }

    private static void AddSpawning(this IServiceCollection services, ProviderSettings settings, byte[] secret)
    {
        var catalog = settings.ToCatalog();
        services.AddSingleton(catalog);
        services.AddSingleton(new SpawnTerms(catalog, settings.Leases, [.. settings.Images.Allowed], EncryptionObstacle: null) { WritableImages = settings.Images.WritableRoot });
        services.AddSingleton(new SpawnFingerprint(secret));
        services.AddSingleton<VolumeKeys>();
        services.AddSingleton<RequestRate>();
        services.AddSingleton<SpawnIntake>();
        services.AddSingleton<SpawnProgress>();
        services.AddSingleton<ImageWaits>();
        services.AddSingleton(_ => new SpawnSlots(settings.Spawn.Concurrency));
        services.AddSingleton<HostSurvey>();
        services.AddImages(settings.Docker);
        services.AddSingleton<LeaseBuilder>();
        services.AddSingleton<LeaseProvisioner>();
        services.AddSingleton<SpawnDispatcher>();
        services.AddSingleton<DrainControl>();
    }
}
