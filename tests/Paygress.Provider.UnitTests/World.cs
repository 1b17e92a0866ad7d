using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Restarts;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Compute;
using Paygress.Provider.TestSupport.Encryption;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;
using Paygress.Provider.TestSupport.Leases;
using Paygress.Provider.TestSupport.Spawning;
using Paygress.Provider.TestSupport.Volumes;

namespace Paygress.Provider.UnitTests;

/// <summary>The rules put together as in the program, on fakes and a clock that only the test moves.</summary>
internal sealed class World
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public World(PullPolicy pullPolicy = PullPolicy.Missing, bool mayRemoveOrphans = true, int slots = 4)
    {
        Volumes = new FakeVolumeBackend(Time);
        Compute = new FakeComputeBackend(Time, Volumes);
        Environment = new FakeEnvironmentFiles(Time);
        Clock = new FakeHostClock(Time);
        Ledger = new LeaseLedger(Books.Leases, new LeaseEndKeepers([Ends]), Clock, new FakeLogger<LeaseLedger>(LogCollector));
        Outages = new LeaseOutages(Books.Leases, Ledger, Clock, ClockRule.Start(null, Clock.Read()), Options.Create(Leases), Time);
        Work = new LeaseWork(Ledger, new FakeLogger<LeaseWork>(LogCollector));
        Slots = new SpawnSlots(slots);
        Images.AddLocal("paygress/hello:1");
        Limits = new AdmissionLimits(new CapacityOptions(), new PortsOptions(), 1000, 1999);
        Builder = new LeaseBuilder(Books.Leases, Ledger, Compute, Volumes, Environment, Keys, Progress, Time);
        var survey = new HostSurvey(Compute, Volumes, Ports, Meter);
        var provisioner = new LeaseProvisioner(Ledger, survey, Limits, new ImageResolver(Images, pullPolicy), Environment, Builder, Keys, Progress, Locks, Options.Create(Spawn), Options.Create(Cleanup), Time);
        Dispatcher = new SpawnDispatcher(Books.Queue, provisioner, Slots, Work);
        Intake = new SpawnIntake(Terms, Books.Queue, Environment, Books.Drain, new SpawnFingerprint([1, 2, 3]), Encryption, Keys, Ledger, Options.Create(Spawn), Time);
        Remover = new LeaseRemover(Ledger, Compute, Volumes, Environment, Time);
        Evictor = new LeaseEvictor(Compute, Remover, Options.Create(Cleanup), Time);
        LeaseCleanup = new LeaseCleanup(Books.Leases, Ledger, Evictor, Outages, Locks, Work, Options.Create(Cleanup));
        Exits = new ContainerExits(Books.Leases, Ledger, Compute, Outages, Clock, Locks, Options.Create(Leases), Time);
        Restarter = new ContainerRestarter(Books.Leases, Ledger, Compute, Volumes, Outages, Locks, Work, Time);
        Recovery = new SpawnRecovery(Books.Leases, Ledger, Compute, Volumes, Dispatcher, Builder, Locks, Work, Options.Create(Cleanup), Time, new FakeLogger<SpawnRecovery>(LogCollector));
        Unlocker = new LeaseUnlocker(Books.Leases, Ledger, Compute, Volumes, Locks, Time);
        Reconciler = new HostReconciler(
            Books.Leases,
            new HostInventoryReader(Compute, Volumes, Environment),
            Recovery,
            Exits,
            new KeyCheck(Books.Leases, Ledger, Compute, Volumes, Locks, Work, Time),
            new OrphanRemover(Compute, Volumes, Environment, new OrphanPolicy(mayRemoveOrphans), new FakeLogger<OrphanRemover>(LogCollector)),
            Compute,
            Books.Queue,
            Work,
            Options.Create(Cleanup),
            Clock,
            Time,
            new FakeLogger<HostReconciler>(LogCollector));
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ObservedTime Time { get; } = new(Some.Now);

    public FakeHostClock Clock { get; }

    public FakeBooks Books { get; } = new();

    public FakeVolumeBackend Volumes { get; }

    public FakeComputeBackend Compute { get; }

    public FakeImageBackend Images { get; } = new();

    public FakeEnvironmentFiles Environment { get; }

    public FakeNodeMeter Meter { get; } = new();

    public FakeHostPorts Ports { get; } = new();

    public FakeEndKeeper Ends { get; } = new();

    public FakeLogCollector LogCollector { get; } = new();

    public SpawnOptions Spawn { get; } = new();

    public CleanupOptions Cleanup { get; } = new();

    public LeasesOptions Leases { get; } = new();

    public AdmissionLimits Limits { get; }

    public SpawnTerms Terms => new(
        new Catalog([new Template { Slug = "hello", Image = "paygress/hello:1", DataPath = "/data", Ports = [new WorkloadPort(8080, PortProtocol.Tcp, "web")] }], [Some.Tier()]),
        Leases,
        ["allowed/*"],
        EncryptionObstacle: null);

    public KeyedLocks<LeaseId> Locks { get; } = new();

    public FakeEncryptionSupport Encryption { get; } = new();

    public VolumeKeys Keys { get; } = new();

    public LeaseUnlocker Unlocker { get; }

    public SpawnProgress Progress { get; } = new();

    public LeaseLedger Ledger { get; }

    public LeaseOutages Outages { get; }

    public LeaseWork Work { get; }

    public SpawnSlots Slots { get; }

    public LeaseBuilder Builder { get; }

    public SpawnDispatcher Dispatcher { get; }

    public SpawnIntake Intake { get; }

    public LeaseRemover Remover { get; }

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

    /// <summary>Lets time pass in small steps, each only when somebody waits for time, until something is so; fails after two minutes of it.</summary>
    public async Task PassUntilAsync(Func<bool> done)
    {
        var limit = Time.GetUtcNow().AddMinutes(2);
        while (true)
        {
            await UntilAsync(() => done() || Time.IsAwaited);
            if (done())
            {
                return;
            }

            Time.GetUtcNow().ShouldBeLessThan(limit, "it never came to be");
            Time.Advance(Step);
        }
    }

    /// <summary>Waits, without time passing, until something is so.</summary>
    public static async Task UntilAsync(Func<bool> done)
    {
        for (var i = 0; !done(); i++)
        {
            i.ShouldBeLessThan(10_000_000, "it never came to be");
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
