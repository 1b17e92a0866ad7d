using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Clocks;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Journal;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Sockets;
using Paygress.Provider.Linux.Spawning;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.Linux.Trials;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux;

/// <summary>Puts the host side of Core's ports into the container.</summary>
public static class LinuxServiceCollectionExtensions
{
    /// <summary>Registers processes, docker, volumes, store and measurements.</summary>
    /// <param name="store">Opened before, because an unusable store ends the program before anything runs.</param>
    public static IServiceCollection AddLinuxHost(
        this IServiceCollection services, StoreDatabase store, string instanceId, ProviderOptions provider, DockerOptions docker, NetworkOptions network, VolumesOptions volumes)
    {
        services.AddSingleton<CliWrapCommandRunner>();
        services.AddSingleton(p => WithFailPoints(p, p.GetRequiredService<CliWrapCommandRunner>()));
        services.AddBooks(store, provider.DataDirectory);
        services.AddSingleton<ILeaseJournal, JournalctlJournal>();
        services.AddSingleton<ITrialBook>(new TrialFile(provider.DataDirectory));
        services.AddSingleton<IComputeMark>(new DockerMark(provider.DataDirectory));
        services.AddSingleton<IHostClock, HostClock>();
        services.AddSingleton<IClockMarks>(new ClockMarkFile(provider.DataDirectory));
        services.AddNetwork(provider, docker, network);
        return services.AddDocker(instanceId, docker).AddVolumes(provider, volumes).AddNode(provider);
    }

    /// <summary>Registers what outlives the provider: the store, and the files beside it.</summary>
    internal static IServiceCollection AddBooks(this IServiceCollection services, StoreDatabase store, string dataDirectory)
    {
        services.AddSingleton(store);
        services.AddSingleton<ILeaseStore, SqliteLeaseStore>();
        services.AddSingleton<ISpawnQueue, SqliteSpawnQueue>();
        services.AddSingleton<IImageBook, SqliteImageBook>();
        services.AddSingleton<IEventLog, SqliteEventLog>();
        services.AddSingleton<IDrainSwitch, SqliteDrainSwitch>();
        services.AddSingleton<IOrphanSwitch, SqliteOrphanSwitch>();
        services.AddSingleton<IEnvironmentFiles>(new EnvironmentFiles(dataDirectory));
        services.AddSingleton(new LeaseFiles(dataDirectory));
        services.AddSingleton<ILeaseEndKeeper>(p => p.GetRequiredService<LeaseFiles>());
        services.AddSingleton(p => new LeaseFileImport(store, p.GetRequiredService<LeaseFiles>(), p.GetRequiredService<OrphanPolicy>(), p.GetRequiredService<ILogger<LeaseFileImport>>()));
        return services;
    }

    /// <summary>Registers the timers that end leases without the provider; only where systemd can run them.</summary>
    /// <param name="program">This program's own file, which the timers start.</param>
    public static IServiceCollection AddExpiryTimers(this IServiceCollection services, string program, string instanceId, DockerOptions docker)
    {
        services.AddSingleton(p => new SystemdClient(p.GetRequiredService<ICommandRunner>(), instanceId, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(new SystemdArguments(program, docker.Program, instanceId, CommandEnvironment.Passed(Environment.GetEnvironmentVariables())));
        return services.AddSingleton<IExpiryTimers, SystemdTimers>();
    }

    /// <summary>Registers what keeps the tenants' network guarded, for a process that may change the network.</summary>
    /// <remarks>For the daemon, and for the guard as a process of its own, which has nothing else of this.</remarks>
    public static IServiceCollection AddNetworkGuard(this IServiceCollection services, DockerOptions docker, NetworkOptions network)
    {
        services.TryAddSingleton<ICommandRunner, CliWrapCommandRunner>();
        services.AddSingleton(p => new NetworkGuard(p.GetRequiredService<ICommandRunner>(), docker, network, p.GetRequiredService<TimeProvider>()));
        return services.AddSingleton(p => new NetworkWatch(p.GetRequiredService<ICommandRunner>(), p.GetRequiredService<NetworkGuard>(), docker.Bridge, p.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Registers what tells whether the tenants' network is guarded.</summary>
    public static IServiceCollection AddNetwork(this IServiceCollection services, ProviderOptions provider, DockerOptions docker, NetworkOptions network)
    {
        services.TryAddSingleton<IHostClock, HostClock>();
        return services.AddSingleton(p => new NetworkState(provider.RuntimeDirectory, docker.Bridge, network.Isolation, p.GetRequiredService<IHostClock>(), GuardedRules.Of(docker, network)));
    }

    private static IServiceCollection AddDocker(this IServiceCollection services, string instanceId, DockerOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new DockerLabels(instanceId));
        if (EngineSocket.FindPath(Environment.GetEnvironmentVariable("DOCKER_HOST")) is { } path)
        {
            services.AddSingleton(_ => new EngineSocket(path, UnixSocketTransport.Create(path)));
            services.AddSingleton<EngineIdentity>();
            services.AddSingleton(p => ActivatorUtilities.CreateInstance<EngineQuestions>(p, p.GetRequiredService<CliWrapCommandRunner>()));
        }

        services.AddSingleton(p => new DockerCommandRunner(p.GetService<EngineQuestions>() is { } engine ? WithFailPoints(p, engine) : p.GetRequiredService<ICommandRunner>(), options, p.GetRequiredService<IProviderMeter>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p => new DockerClient(Runner(p), options));
        services.AddSingleton<DockerDataVolumes>();
        services.AddSingleton<IComputeBackend>(p => new DockerBackend(Runner(p), options, p.GetRequiredService<NetworkState>(), instanceId, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IImageBackend>(p => ActivatorUtilities.CreateInstance<DockerImages>(p, Runner(p)));
        services.AddSingleton<ITrialGround, DockerTrialGround>();
        services.AddSingleton<IRootQuota>(p => new RootQuota(p.GetRequiredService<DockerClient>(), options));
        services.AddSingleton<IContainerSizes, DockerSizes>();
        services.AddSingleton<IContainerLogs>(p => new DockerLogs(Runner(p), options));
        services.AddSingleton<IContainerEvents>(p => new DockerEvents(Runner(p), options, instanceId, p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<DockerEvents>>()));
        services.AddSingleton(new ControlGroups());
        services.AddSingleton<ITenantProcesses, CgroupTenantProcesses>();
        return services;
    }

    private static ICommandRunner WithFailPoints(IServiceProvider services, ICommandRunner runner) =>
        FailPoint.IsEnabled ? new FailPointCommandRunner(runner, FailPoint.Take, FailPoint.Land, services.GetRequiredService<TimeProvider>()) : runner;

    private static DockerCommandRunner Runner(IServiceProvider services) => services.GetRequiredService<DockerCommandRunner>();

    internal static IServiceCollection AddVolumes(this IServiceCollection services, ProviderOptions provider, VolumesOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(new VolumePaths(provider.DataDirectory, provider.RuntimeDirectory));
        services.AddSingleton(new KernelPaths());
        services.AddSingleton<HostTools>();
        services.AddSingleton<VolumeImages>();
        services.AddSingleton<DeviceLinks>();
        services.AddSingleton<DeviceMappings>();
        services.AddSingleton<MountHolders>();
        services.AddSingleton<LoopPaths>();
        services.AddSingleton<LoopDevices>();
        services.AddSingleton<VolumeDevices>();
        services.AddSingleton<VolumeInventory>();
        services.AddSingleton<VolumeJournal>();
        services.AddSingleton<VolumeRemover>();
        services.AddSingleton<Ext4Formatter>();
        services.AddSingleton<IHostSupport>(p => new HostSupport(p.GetRequiredService<ProcFileSystem>(), options.Plain, p.GetRequiredService<NetworkState>()));
        services.AddSingleton<Cryptsetup>();
        services.AddSingleton<LuksImages>();
        services.AddSingleton<LuksDevices>();
        services.AddSingleton<LuksVolumes>();
        services.AddSingleton<PlainVolumes>();
        services.AddSingleton<ClassicVolumes>();
        services.AddSingleton<UnencryptedVolumes>();
        return services.AddSingleton<IVolumeBackend, HostVolumes>();
    }

    private static IServiceCollection AddNode(this IServiceCollection services, ProviderOptions provider)
    {
        services.AddSingleton(new ProcFileSystem());
        services.AddSingleton(p => new NodeMeter(p.GetRequiredService<ProcFileSystem>(), provider.DataDirectory));
        services.AddSingleton<IDiskMeter>(p => ActivatorUtilities.CreateInstance<DiskMeter>(p, provider.DataDirectory));
        services.AddSingleton<ListeningPorts>();
        services.AddSingleton<INodeMeter, HostNodeMeter>();
        services.AddSingleton<IHostPorts, HostPorts>();
        return services;
    }
}
