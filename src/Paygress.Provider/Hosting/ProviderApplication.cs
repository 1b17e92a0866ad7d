using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Events;
using Paygress.Provider.Checks;
using Paygress.Provider.Cleanup;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Disk;
using Paygress.Provider.Exec;
using Paygress.Provider.Heartbeats;
using Paygress.Provider.Images;
using Paygress.Provider.Linux;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.Liveness;
using Paygress.Provider.Logging;
using Paygress.Provider.Metrics;
using Paygress.Provider.Network;
using Paygress.Provider.Spawning;
using Paygress.Provider.Systemd;
using Paygress.Provider.Trials;
using Serilog;

namespace Paygress.Provider.Hosting;

/// <summary>Composes the daemon: rules, host, loops and the local API.</summary>
internal static class ProviderApplication
{
    // More than we read: the web server takes the rest of a body that is too large away, as a client that still sends when the connection is closed does not see why.
    private const long MaxBodyBytes = 64 * 1024 * 1024;

    // Below TimeoutStopSec of the unit, so that we end before systemd ends us.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(25);

    public static WebApplication Build(ProviderSettings settings, StoreDatabase store, InstanceIdentity identity, BootClock clock)
    {
        // Nothing but what is named here: the usual builder reads variables and files of its own, and watches them.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = settings.Provider.RuntimeDirectory });
#pragma warning disable CA2000 // The host disposes of it, as asked for by the argument.
        builder.Services.AddSerilog(ProviderLogging.Create(settings.Logging), dispose: true);
#pragma warning restore CA2000
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.ListenUnixSocket(settings.SocketPath);
        });

        builder.Services.AddSystemdLifetime();
        builder.Services.AddLinuxHost(store, identity.Id, settings.Provider, settings.Docker, settings.Network, settings.Volumes);
        builder.Services.AddCore(settings, Identify(settings, identity, clock), identity.Secret.ToArray(), clock, store.OrphansRemovable, store.KnownUntil);
        AddTimers(builder.Services, settings, identity);
        AddPublishers(builder.Services, settings);
        AddChecks(builder.Services, settings);
        builder.Services.AddProviderMetrics();
        AddApi(builder.Services, settings);
        AddNetworkGuard(builder.Services, settings);
        AddLoops(builder.Services);

        var app = builder.Build();
        app.UseMiddleware<RequestJournal>();
        ApiRoutes.Map(app);
        return app;
    }

    private static ProviderIdentity Identify(ProviderSettings settings, InstanceIdentity identity, BootClock clock) => new(
        settings.Provider.Name.Length > 0 ? settings.Provider.Name : Environment.MachineName,
        identity.Id,
        typeof(ProviderApplication).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
        clock.GetUtcNow(),
        settings.Docker.Runtime.Length > 0 ? settings.Docker.Runtime : ProviderIdentity.DefaultIsolation);

    // The path is read now: after an upgrade, this process no longer finds its own file.
    private static void AddTimers(IServiceCollection services, ProviderSettings settings, InstanceIdentity identity)
    {
        if (SystemdPresence.IsInit && Environment.ProcessPath is { } program)
        {
            services.AddExpiryTimers(program, identity.Id, settings.Docker).AddExpiryTimerRules();
        }
    }

    // Under the installed unit the provider may not change the network: a unit of its own guards it, also while the provider is stopped.
    private static void AddNetworkGuard(IServiceCollection services, ProviderSettings settings)
    {
        if (settings.Network.Isolation is IsolationMode.Required && NetworkRights.AreOurs)
        {
            services.AddNetworkGuard(settings.Docker, settings.Network).AddNetworkGuardLoops();
        }
    }

    private static void AddPublishers(IServiceCollection services, ProviderSettings settings)
    {
        services.AddSingleton<IHeartbeatPublisher, JournalHeartbeatPublisher>();
        services.AddSingleton<IHeartbeatPublisher>(new FileHeartbeatPublisher(settings.Provider.RuntimeDirectory));
    }

    private static void AddChecks(IServiceCollection services, ProviderSettings settings)
    {
        services.AddSingleton(p => new HostChecks(settings.Provider, settings.Docker, settings.Network, settings.Ports, settings.Volumes, settings.Api.Group, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<CheckJournal>();
    }

    private static void AddApi(IServiceCollection services, ProviderSettings settings)
    {
        services.AddRoutingCore();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<LeaseMapper>(p, settings.HostAddress));
        services.AddSingleton<IMemoryPoolFactory<byte>, ZeroingMemoryPoolFactory>();
        services.AddSingleton<LeaseWaiter>();
        services.AddSingleton<ExecJournal>();
        services.AddSingleton<CheckPulse>();
        services.AddSingleton<StatusReader>();
        services.AddSingleton<EventStream>();
        services.AddSingleton<EventClients>();
        services.AddSingleton<LogClients>();
        services.AddHostedService(_ => new ApiSocketService(settings.SocketPath, settings.Api.Group));
    }

    // Hosted services start in this order and stop in reverse: the last heartbeat goes out after the spawns have settled.
    private static void AddLoops(IServiceCollection services)
    {
        services.AddHostedService<StartupService>();
        services.AddHostedService<LivenessService>();
        services.AddHostedService<WatchdogService>();
        services.AddHostedService<StatusService>();
        services.AddHostedService<HeartbeatService>();
        services.AddHostedService<ContainerEventsService>();
        services.AddHostedService<LeaseCleanupService>();
        services.AddHostedService<SweepService>();
        services.AddHostedService<SpawnQueueService>();
        services.AddHostedService<HostCheckService>();
        services.AddHostedService<AuditService>();
        services.AddHostedService<DiskGuardService>();
        services.AddHostedService<ImageSweepService>();
        services.AddHostedService<TrialService>();
    }
}
