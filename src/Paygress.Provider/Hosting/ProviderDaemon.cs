using Paygress.Provider.Api;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Linux.Clocks;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Storage;

namespace Paygress.Provider.Hosting;

/// <summary>The life of the daemon's process: configuration, lock, store, host, exit code.</summary>
internal static class ProviderDaemon
{
    /// <summary>Runs until asked to stop; the result is the process's exit code. Faults of configuration or store go to <paramref name="error"/>, a line each.</summary>
    public static async Task<int> RunAsync(string? configFile, TextWriter error, CancellationToken cancellationToken)
    {
        // Before any file is made: what the provider writes is for its user alone.
        ProcessMask.Restrict();
        FailPoint.Enable(Environment.GetEnvironmentVariable(FailPoint.Variable));
        var configuration = ConfigurationLoader.Load(configFile, Environment.GetEnvironmentVariables());
        return configuration is ConfigurationResult.Faulty { Faults: var faults }
            ? Refuse(error, faults.Select(f => f.ToString()))
            : await RunAsync(((ConfigurationResult.Loaded)configuration).Settings, error, cancellationToken);
    }

    private static async Task<int> RunAsync(ProviderSettings settings, TextWriter error, CancellationToken cancellationToken)
    {
        if (ProviderDirectories.Prepare(settings.Provider) is { } unprepared)
        {
            return Refuse(error, [unprepared]);
        }

        switch (DataDirectoryLock.TryAcquire(settings.Provider.DataDirectory))
        {
            case DataDirectoryLockResult.Acquired { Lock: var held }:
                using (held)
                {
                    return await RunLockedAsync(settings, error, cancellationToken);
                }

            case DataDirectoryLockResult.Held { Pid: var pid }:
                await error.WriteLineAsync($"error: another provider{(pid is null ? "" : $" (pid {pid})")} has the data directory {settings.Provider.DataDirectory}; stop it first, or take another Provider:DataDirectory");
                return ExitCode.Failed;

            case DataDirectoryLockResult.Unusable { Reason: var reason }:
                return Refuse(error, [reason]);

            default:
                throw new InvalidOperationException("no such result");
        }
    }

    private static async Task<int> RunLockedAsync(ProviderSettings settings, TextWriter error, CancellationToken cancellationToken)
    {
        if (ApiSocket.FindObstacle(settings.SocketPath) is { } obstacle)
        {
            await error.WriteLineAsync($"error: {obstacle.Reason}");
            return obstacle.ExitCode;
        }

        return new ClockMarkFile(settings.Provider.DataDirectory).Read() switch
        {
            ClockMarkResult.Known { Mark: var lastSign } => await OpenAsync(settings, lastSign, error, cancellationToken),
            ClockMarkResult.Unusable { Reason: var unreadable } => Refuse(error, [unreadable]),
            _ => throw new InvalidOperationException("no such result"),
        };
    }

    private static async Task<int> OpenAsync(ProviderSettings settings, ClockMark? lastSign, TextWriter error, CancellationToken cancellationToken)
    {
        // Before a store is made: one that is made without an identity would count as the first of all, and its leftovers as nobody's.
        var hasIdentity = InstanceIdentity.ExistsIn(settings.Provider.DataDirectory);
        if (!hasIdentity && (LeaseFiles.AnyIn(settings.Provider.DataDirectory) || StoreDatabase.AnyDamagedIn(settings.Provider.DataDirectory)))
        {
            return Refuse(error, [DescribeMissingIdentity(settings)]);
        }

        // The store first: a store that is made beside an older identity counts as lost and found again.
        var opened = StoreDatabase.Open(settings.Provider.DataDirectory, TimeProvider.System.GetUtcNow());
        if (opened is not StoreOpenResult.Opened { Database: var store })
        {
            return Refuse(error, [Describe(opened)]);
        }

        using (store)
        {
            // With a new id, what the leases in these books have on the host would no longer be ours to end.
            if (!hasIdentity && (!store.IsUnused || store.Damage is not null))
            {
                return Refuse(error, [DescribeMissingIdentity(settings)]);
            }

            return InstanceIdentity.Open(settings.Provider.DataDirectory) switch
            {
                InstanceIdentityResult.Opened { Identity: var identity } => await ServeAsync(settings, store, identity, lastSign, cancellationToken),
                InstanceIdentityResult.Unusable { Reason: var reason } => Refuse(error, [$"{settings.Provider.DataDirectory}: {reason}"]),
                _ => throw new InvalidOperationException("no such result"),
            };
        }
    }

    private static async Task<int> ServeAsync(ProviderSettings settings, StoreDatabase store, InstanceIdentity identity, ClockMark? mark, CancellationToken cancellationToken)
    {
        var host = new HostClock();
        var clock = new BootClock(host, ClockRule.Start(mark, host.Read()));
        await using var app = ProviderApplication.Build(settings, store, identity, clock);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Asked to stop while it starts: no failure. The command line and the host hear the signal, in no order.
            await app.StopAsync(CancellationToken.None);
            return ExitCode.Done;
        }
        catch
        {
            // The API may listen already: it answered 500 while what it needs was taken away.
            await app.StopAsync(CancellationToken.None);
            throw;
        }

        await app.WaitForShutdownAsync(cancellationToken);

        // A .NET 10 host that stops because a service crashed says nothing of it; systemd must know.
        var crashed = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().Any(s => s.ExecuteTask?.IsFaulted == true);
        return crashed ? ExitCode.Failed : ExitCode.Done;
    }

    private static string DescribeMissingIdentity(ProviderSettings settings) =>
        $"{settings.Provider.DataDirectory}/instance-id is missing beside books or files of leases; bring it back from a backup";

    private static string Describe(StoreOpenResult result) => result switch
    {
        StoreOpenResult.TooNew x => $"the store was written by a newer provider (it needs schema {x.Needed}, this one knows {x.Known}); nothing was changed; install that version again",
        StoreOpenResult.Unusable x => x.Reason,
        _ => throw new InvalidOperationException("the store is open"),
    };

    private static int Refuse(TextWriter error, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            error.WriteLine($"error: {fault}");
        }

        return ExitCode.Unusable;
    }
}
