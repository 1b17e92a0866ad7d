using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Paygress.Provider.Benchmarks.Idle;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.Metrics;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.Benchmarks.Growth;

/// <summary>Rules and books put together as in the program, on a host in memory and a clock that only the run moves.</summary>
internal sealed class GrowthWorld : IAsyncDisposable
{
    private const int Looks = 50;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly ImmutableArray<LeaseState> Live = [LeaseState.Queued, LeaseState.Provisioning, LeaseState.Active, LeaseState.Locked, LeaseState.Evicting];

    private readonly string _folder;
    private readonly ObservedTime _time = new(TimeProvider.System.GetUtcNow());
    private readonly BootClock _clock;
    private readonly GrowthHost _host;
    private readonly StoreDatabase _database;
    private readonly ServiceProvider _services;

    /// <param name="folder">For the books and files; in memory, as it is not the disk that is measured.</param>
    /// <param name="history">How long books are kept of what is over.</param>
    public GrowthWorld(string folder, TimeSpan history)
    {
        _folder = Directory.CreateDirectory(folder).FullName;
        var clock = new FakeHostClock(_time);
        _clock = new BootClock(clock, ClockRule.Start(null, clock.Read()));
        _host = new GrowthHost(_clock);
        _database = ((StoreOpenResult.Opened)StoreDatabase.Open(folder, _time.GetUtcNow())).Database;
        _services = Compose(clock, Load(history));
    }

    private static CancellationToken None => CancellationToken.None;

    /// <summary>The provider's time.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    private ILeaseStore Store => Get<ILeaseStore>();

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _host.DisposeAsync();
        _database.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A request comes in and is worked on; then it is that moment, and what is due ends.</summary>
    public async Task TurnAsync(TimeSpan duration, DateTimeOffset until)
    {
        var request = new SpawnRequest { Template = GrowthHost.Template, DurationSeconds = (long)duration.TotalSeconds };
        if (await Get<SpawnIntake>().SubmitAsync(request, None) is not SpawnOutcome.Accepted || !await Get<SpawnDispatcher>().DispatchNextAsync(None, None))
        {
            throw new InvalidOperationException("a request was refused");
        }

        await PassAsync(Get<LeaseWork>().DrainAsync());
        _time.Advance(until > Now ? until - Now : TimeSpan.Zero);
        await Get<LeaseCleanup>().EvictDueAsync(Now, None);
        await PassAsync(Get<LeaseWork>().DrainAsync());
        _host.Forget();
    }

    /// <summary>A turn of the sweep, as its loop does it.</summary>
    public async Task SweepAsync()
    {
        if (!await Get<HostReconciler>().SweepOnceAsync(None))
        {
            throw new InvalidOperationException("the sweep came to no conclusion");
        }

        await Store.PruneAsync(Now - Get<ProviderSettings>().Leases.KeepHistory, None);
        _host.Forget();
    }

    public async Task<GrowthSample> MeasureAsync(int leases)
    {
        var list = await MeasureListAsync();
        GC.WaitForPendingFinalizers();

        // What the collector keeps for later goes up and down by a half.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new GrowthSample(
            leases,
            ProcessCost.ReadPssMb(Environment.ProcessId),
            ToMb(GC.GetTotalMemory(forceFullCollection: false)),
            ToMb(Directory.GetFiles(_folder, "provider.db*").Sum(f => new FileInfo(f).Length)),
            Directory.GetFileSystemEntries("/proc/self/fd").Length,
            list);
    }

    private static double ToMb(long bytes) => bytes / 1024.0 / 1024.0;

    private async Task<double> MeasureListAsync()
    {
        var times = new List<double>(Looks);
        for (var i = 0; i < Looks; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            await Store.ListAsync(Live, None);
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }

        times.Sort();
        return times[Looks / 2];
    }

    // Time passes only while somebody waits for it.
    private async Task PassAsync(Task task)
    {
        while (!task.IsCompleted)
        {
            if (_time.IsAwaited)
            {
                _time.Advance(Step);
            }

            await Task.Yield();
        }

        await task;
    }

    private ProviderSettings Load(TimeSpan history)
    {
        var file = Path.Combine(_folder, "appsettings.json");
        File.WriteAllText(file, GrowthHost.Settings(history));
        return ConfigurationLoader.Load(file, new Hashtable()) switch
        {
            ConfigurationResult.Loaded x => x.Settings,
            ConfigurationResult.Faulty x => throw new InvalidOperationException(string.Join("; ", x.Faults)),
            _ => throw new UnreachableException(),
        };
    }

    private ServiceProvider Compose(FakeHostClock clock, ProviderSettings settings)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(settings);
        services.AddCore(settings, new ProviderIdentity("growth", "growth", "0", Now, ProviderIdentity.DefaultIsolation), [1, 2, 3], _clock, orphansRemovable: true, knownUntil: null);
        services.AddSingleton<TimeProvider>(new ProviderTime(_clock, _time));
        services.AddProviderMetrics();
        services.AddBooks(_database, _folder);
        _host.AddTo(services, clock);
        return services.BuildServiceProvider();
    }

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
