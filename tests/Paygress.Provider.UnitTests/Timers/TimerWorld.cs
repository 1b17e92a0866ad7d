using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Diagnostics;
using Paygress.Provider.TestSupport.Leases;
using Paygress.Provider.TestSupport.Timers;

namespace Paygress.Provider.UnitTests.Timers;

/// <summary>Books whose ends are kept by timers.</summary>
internal sealed class TimerWorld
{
    public TimerWorld(bool mayRemoveOrphans = true)
    {
        Keeper = new ExpiryTimerKeeper(Timers, Options.Create(new CleanupOptions()), Time, new FakeLogger<ExpiryTimerKeeper>(Log));
        Clock = new FakeHostClock(Time);
        Ledger = new LeaseLedger(Books.Leases, new LeaseEndKeepers([Keeper]), Clock, new FakeProviderMeter(), new FakeLogger<LeaseLedger>(new FakeLogCollector()));
        var outages = new LeaseOutages(Books.Leases, Ledger, Clock, ClockRule.Start(null, Clock.Read()), Options.Create(new LeasesOptions()), Time);
        Sweep = new ExpiryTimerSweep(Timers, Keeper, Books.Leases, outages, new OrphanPolicy(mayRemoveOrphans), new FakeLogger<ExpiryTimerSweep>(Log));
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ObservedTime Time { get; } = new(Some.Now);

    public FakeHostClock Clock { get; }

    public FakeBooks Books { get; } = new();

    public FakeExpiryTimers Timers { get; } = new();

    public ExpiryTimerKeeper Keeper { get; }

    public ExpiryTimerSweep Sweep { get; }

    public LeaseLedger Ledger { get; }

    public FakeLogCollector Log { get; } = new();

    public ImmutableArray<int> LoggedIds => [.. Log.GetSnapshot().Select(r => r.Id.Id)];

    /// <summary>A lease that starts now and has its timer.</summary>
    public async Task<Lease> StartAsync()
    {
        var lease = Books.Add(Some.Lease(LeaseState.Provisioning, at: Time.GetUtcNow()));
        (await Ledger.ApplyAsync(lease.Id, new LeaseEvent.Started("0123456789abcdef", null, Time.GetUtcNow()), Token)).ShouldBeOfType<ApplyResult.Applied>();
        return await ReadAsync(lease.Id);
    }

    public Task<ApplyResult> ExtendAsync(Lease lease, int seconds = 60) =>
        Ledger.ApplyAsync(lease.Id, new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromSeconds(seconds), TimeSpan.FromDays(30), Time.GetUtcNow()), Token);

    public async Task<Lease> ReadAsync(LeaseId id) => (await Books.Leases.FindAsync(id, Token)).ShouldNotBeNull();

    public Task SweepAsync() => Sweep.SweepOnceAsync(Token);

    public void Pass(TimeSpan time)
    {
        Time.Advance(time);
        Timers.Uptime += time;
    }
}
