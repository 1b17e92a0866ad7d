using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Compute;
using Paygress.Provider.TestSupport.Diagnostics;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;
using Paygress.Provider.TestSupport.Leases;
using Paygress.Provider.TestSupport.Spawning;
using Paygress.Provider.TestSupport.Volumes;
using Paygress.Provider.UnitTests.Faults;
using Paygress.Provider.UnitTests.Trials;

namespace Paygress.Provider.UnitTests;

/// <summary>The rules put together as in the program, on fakes and a clock that only the test moves.</summary>
internal sealed class World
{
    private const int Turns = 1000;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // The pool looks into the queue of a blocked thread only when its common one is empty, which it never is while tests take turns.
    private static readonly TimeSpan Breather = TimeSpan.FromMilliseconds(1);
    private readonly BootClock _clock;

    public World(PullPolicy pullPolicy = PullPolicy.Missing, bool mayRemoveOrphans = true, int slots = 4, FakeHost? host = null, FaultGate? faults = null)
    {
        Host = host ?? new FakeHost();
        var (compute, volumes, environment) = (Guard<IComputeBackend>(Compute, faults), Guard<IVolumeBackend>(Volumes, faults), Guard<IEnvironmentFiles>(Environment, faults));
        var (store, queue) = (Guard<ILeaseStore>(Books.Leases, faults), Guard<ISpawnQueue>(Books.Queue, faults));
        var clock = new BootClock(Clock, ClockRule.Start(Marks.Read(), Clock.Read()));
        var time = new ProviderTime(clock, Time);
        _clock = clock;
        var keepers = new LeaseEndKeepers([Guard<ILeaseEndKeeper>(Ends, faults)]);
        (Queue, Memory, Waits) = (queue, new ComputeMemory(compute, Host.ComputeMark, store), new ImageWaits(store));
        Ledger = new LeaseLedger(store, keepers, clock, Measured, new FakeLogger<LeaseLedger>(LogCollector));
        Outages = new LeaseOutages(store, Ledger, Clock, clock.Start, Options.Create(Leases), time);
        Liveness = new LivenessMarks(clock, Guard<IClockMarks>(Marks, faults), Outages, new FakeLogger<LivenessMarks>(LogCollector));
        OutageRecovery = new OutageRecovery(clock.Start, Outages, Liveness, new FakeLogger<OutageRecovery>(LogCollector));
        Work = new LeaseWork(Ledger, time, new FakeLogger<LeaseWork>(LogCollector));
        Slots = new SpawnSlots(slots);
        Capabilities = new HostCapabilities(Support);
        Limits = new AdmissionLimits(new CapacityOptions(), new PortsOptions(), 1000, 1999);
        Builder = new LeaseBuilder(store, Ledger, compute, volumes, environment, Keys, Progress, time);
        var (orphans, span) = (new OrphanPolicy(mayRemoveOrphans), new BooksSpan(Books.KnownUntil ?? clock.Start.Now, clock.Start.Now));
        var inventory = new HostInventoryReader(compute, volumes, environment);
        var remover = new OrphanRemover(compute, volumes, environment, orphans, new FakeLogger<OrphanRemover>(LogCollector));
        Rebuilder = new LeaseRebuilder(
            inventory, compute, store, Ledger, orphans, new BooksAge(span, store, Books.Removal, orphans, clock, new FakeLogger<BooksAge>(LogCollector)), Terms.Catalog, clock, time, new FakeLogger<LeaseRebuilder>(LogCollector));
        Remains = new RemainsRemover(inventory, store, keepers, remover);
        var survey = new HostSurvey(Rebuilder, Memory, compute, volumes, Ports, Meter);
        (var resolver, ImageFetcher, ImageSweep) = MakeImages(Guard<IImageBackend>(Images, faults), Guard<IImageBook>(Books.Images, faults), pullPolicy, time);
        Provisioner = new LeaseProvisioner(Ledger, survey, Limits, resolver, Waits, environment, Builder, Keys, Progress, Locks, Options.Create(Spawn), Options.Create(Cleanup), time);
        Dispatcher = new SpawnDispatcher(queue, Provisioner, Slots, Work);
        Intake = new SpawnIntake(Terms, queue, environment, Books.Drain, new SpawnFingerprint([1, 2, 3]), Capabilities, Keys, new RequestRate(time), Ledger, Options.Create(Spawn), time);
        Confirmer = new LeaseConfirmer(Ledger, Outages, Options.Create(Leases), time);
        Extender = new LeaseExtender(Ledger, Options.Create(Leases), time);
        Releaser = new LeaseReleaser(Ledger, environment, Keys, Waits, time);
        Late = new LateKill(Processes, Options.Create(Cleanup), time, new FakeLogger<LateKill>(LogCollector));
        Remover = new LeaseRemover(Ledger, compute, volumes, environment, Late, Options.Create(Cleanup), time);
        Evictor = new LeaseEvictor(compute, Remover, Late, Options.Create(Cleanup), time);
        LeaseCleanup = new LeaseCleanup(store, new LeaseExpiry(store, Ledger, Outages), Evictor, Locks, Work, Options.Create(Cleanup), new FakeLogger<LeaseCleanup>(LogCollector));
        Exits = new ContainerExits(store, Ledger, compute, Memory, Outages, clock, Locks, Options.Create(Leases), time);
        Restarter = new ContainerRestarter(store, Ledger, compute, volumes, Outages, Memory, Wall, Locks, Work, time);
        Recovery = new SpawnRecovery(store, Ledger, compute, volumes, Dispatcher, Builder, Locks, Work, Options.Create(Cleanup), time, new FakeLogger<SpawnRecovery>(LogCollector));
        Unlocker = new LeaseUnlocker(store, Ledger, compute, volumes, Locks, time);
        KeyCheck = new KeyCheck(store, Ledger, compute, Memory, volumes, Locks, Work, time);
        Reconciler = new HostReconciler(
            store,
            inventory,
            Recovery,
            Exits,
            KeyCheck,
            remover,
            orphans,
            Rebuilder,
            compute,
            Memory,
            Dispatcher,
            keepers,
            Health,
            Options.Create(Cleanup),
            clock,
            time,
            new FakeLogger<HostReconciler>(LogCollector));
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>What outlives this provider.</summary>
    public FakeHost Host { get; }

    /// <summary>True time, which nobody on a host can read.</summary>
    public ObservedTime Time => Host.Time;

    /// <summary>What time it is by this provider.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    public FakeHostClock Clock => Host.Clock;

    public IWallClock Wall => _clock;

    public FakeClockMarks Marks => Host.Marks;

    public FakeBooks Books => Host.Books;

    public FakeVolumeBackend Volumes => Host.Volumes;

    public FakeComputeBackend Compute => Host.Compute;

    public FakeImageBackend Images => Host.Images;

    public ImagesOptions ImagesOptions { get; } = new();

    public ImageFetcher ImageFetcher { get; }

    public ImageSweep ImageSweep { get; }

    public ImageWaits Waits { get; }

    public FakeTrialGround Trials { get; } = new();

    public FakeEnvironmentFiles Environment => Host.Environment;

    public FakeNodeMeter Meter => Host.Meter;

    public FakeHostPorts Ports => Host.Ports;

    public FakeEndKeeper Ends => Host.Ends;

    public FakeTenantProcesses Processes => Host.Processes;

    public ComputeMemory Memory { get; }

    public ComputeHealth Health { get; } = new();

    /// <summary>The queue as this provider reaches it.</summary>
    public ISpawnQueue Queue { get; }

    public FakeLogCollector LogCollector { get; } = new();

    public FakeProviderMeter Measured { get; } = new();

    public SpawnOptions Spawn { get; } = new();

    public CleanupOptions Cleanup { get; } = new();

    public LeasesOptions Leases { get; } = new();

    public AdmissionLimits Limits { get; }

    public SpawnTerms Terms => new(
        new Catalog([new Template { Slug = "hello", Image = "paygress/hello:1", DataPath = "/data", Ports = [new WorkloadPort(8080, PortProtocol.Tcp, "web")] }, new Template { Slug = "writable", Image = "paygress/hello:1", WritableRoot = true }], [Some.Tier()]),
        Leases,
        ["allowed/*"],
        EncryptionObstacle: null);

    public KeyedLocks<LeaseId> Locks { get; } = new();

    public FakeHostSupport Support { get; } = new();

    public HostCapabilities Capabilities { get; }

    public VolumeKeys Keys { get; } = new();

    public LeaseUnlocker Unlocker { get; }

    public KeyCheck KeyCheck { get; }

    public SpawnProgress Progress { get; } = new();

    public LeaseLedger Ledger { get; }

    public LeaseOutages Outages { get; }

    public LivenessMarks Liveness { get; }

    public OutageRecovery OutageRecovery { get; }

    public LeaseExtender Extender { get; }

    public LeaseConfirmer Confirmer { get; }

    public LeaseReleaser Releaser { get; }

    public LeaseRebuilder Rebuilder { get; }

    public RemainsRemover Remains { get; }

    public LeaseWork Work { get; }

    public SpawnSlots Slots { get; }

    public LeaseBuilder Builder { get; }

    public LeaseProvisioner Provisioner { get; }

    public SpawnDispatcher Dispatcher { get; }

    public SpawnIntake Intake { get; }

    public LeaseRemover Remover { get; }

    public LateKill Late { get; }

    public LeaseEvictor Evictor { get; }

    public LeaseCleanup LeaseCleanup { get; }

    public ContainerExits Exits { get; }

    public ContainerRestarter Restarter { get; }

    public SpawnRecovery Recovery { get; }

    public HostReconciler Reconciler { get; }

    /// <summary>The numbers of the events that the journal was told, in order.</summary>
    public ImmutableArray<int> LoggedIds => [.. LogCollector.GetSnapshot().Select(r => r.Id.Id)];

    public async Task<Lease> ReadAsync(LeaseId id) => (await Books.Leases.FindAsync(id, Token)).ShouldNotBeNull();

    /// <summary>A lease in the books that runs, with its container and volume on the host.</summary>
    public async Task<Lease> RunLeaseAsync(int vmid = 1000, TimeSpan? duration = null, string? dataPath = "/data")
    {
        var lease = Books.Add(Some.Lease(LeaseState.Provisioning, vmid, Time.GetUtcNow(), duration, workload: Some.Workload(dataPath: dataPath)));
        (await Builder.BuildAsync(lease.Id, Token)).ShouldBeOfType<BuildOutcome.Running>();
        Progress.Clear(lease.Id);
        return await ReadAsync(lease.Id);
    }

    /// <summary>Puts a request into the queue.</summary>
    public async Task<Lease> SubmitAsync(SpawnRequest request) =>
        (await Intake.SubmitAsync(request, Token)).ShouldBeOfType<SpawnOutcome.Accepted>().Lease;

    /// <summary>Puts a request into the queue and works on it to the end.</summary>
    public async Task<Lease> SpawnAsync(SpawnRequest? request = null)
    {
        var lease = await SubmitAsync(request ?? Requests.Hello());
        (await Dispatcher.DispatchNextAsync(Token, Token)).ShouldBeTrue();
        await Work.DrainAsync();
        return await ReadAsync(lease.Id);
    }

    /// <summary>An encrypted lease after a reboot: its key is gone, its container stopped.</summary>
    public async Task<Lease> LockedAsync()
    {
        var lease = await SpawnAsync(Requests.Encrypted());
        Compute.Reboot();
        await Reconciler.SweepOnceAsync(Token);
        await Work.DrainAsync();
        var locked = await ReadAsync(lease.Id);
        locked.State.ShouldBe(LeaseState.Locked);
        return locked;
    }

    /// <summary>Evicts what is due now and lets time pass until that is done.</summary>
    public async Task EvictAsync()
    {
        await LeaseCleanup.EvictDueAsync(Time.GetUtcNow(), Token);
        await PassAsync(Work.DrainAsync());
    }

    /// <summary>Lets time pass in small steps until the task is done.</summary>
    public async Task PassAsync(Task task)
    {
        await PassUntilAsync(() => task.IsCompleted);
        await task;
    }

    /// <summary>Lets time pass in small steps, each only when somebody waits for time, until something is so; fails after a minute of the machine's.</summary>
    public async Task PassUntilAsync(Func<bool> done)
    {
        var (start, slow) = (TimeProvider.System.GetTimestamp(), Time.GetUtcNow().AddMinutes(2));
        while (true)
        {
            await UntilAsync(() => done() || Time.IsAwaited);
            if (done())
            {
                return;
            }

            // Time may have run ahead of a thread to which a loaded machine did not come, and which is about to wait for time itself.
            if (Time.GetUtcNow() >= slow)
            {
                TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, "it never came to be");
                await Task.Delay(Breather, TimeProvider.System, Token);
            }

            Time.Advance(Step);
        }
    }

    /// <summary>Waits, without the test's time passing, until something is so; fails after a minute of the machine's.</summary>
    public static async Task UntilAsync(Func<bool> done)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var turn = 1; !done(); turn++)
        {
            if (turn % Turns == 0)
            {
                TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, "it never came to be");
                Token.ThrowIfCancellationRequested();
                await Task.Delay(Breather, TimeProvider.System, Token);
            }

            await Task.Yield();
        }
    }

    private (ImageResolver Resolver, ImageFetcher Fetcher, ImageSweep Sweep) MakeImages(IImageBackend images, IImageBook book, PullPolicy policy, ProviderTime time)
    {
        var (use, options) = (new ImageUse(time), Options.Create(ImagesOptions));
        var fetcher = new ImageFetcher(images, book, use, maxPulls: 2, time);
        return (new ImageResolver(images, fetcher, use, policy, options), fetcher, new ImageSweep(images, book, fetcher, use, Books.Leases, options, time, new FakeLogger<ImageSweep>(LogCollector)));
    }

    private static T Guard<T>(T real, FaultGate? faults)
        where T : class => faults is null ? real : FaultyPort.Guard(real, faults);
}
