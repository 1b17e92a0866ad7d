using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.UnitTests.Faults;

namespace Paygress.Provider.UnitTests.Eviction;

public sealed class LeaseExpiryTests
{
    // Each transaction waits for the disk.
    [Theory]
    [InlineData(1, "LeaseStore.Apply(Expired)")]
    [InlineData(2, "LeaseStore.ApplyAll(Expired)")]
    [InlineData(3, "LeaseStore.ApplyAll(Expired)")]
    public async Task ExpireDueAsync_OfOneInstant_IsWrittenOnce(int count, string written)
    {
        var (gate, leases) = (new FaultGate(), new List<Lease>());
        var world = new World(faults: gate);
        while (leases.Count < count)
        {
            leases.Add(await world.SpawnAsync());
        }

        gate.Arm(null);
        world.Time.SetUtcNow(leases.Max(l => l.ExpiresAt!.Value));

        (await world.LeaseCleanup.ExpireDueAsync(world.Time.GetUtcNow(), World.Token)).ShouldBe(leases.Select(l => l.Id), ignoreOrder: true);

        gate.Reached.Select(p => p.Name).Where(name => name.EndsWith("(Expired)", StringComparison.Ordinal)).ShouldBe([written]);
    }

    // What is wrong with one must not keep the others.
    [Fact]
    public async Task ExpireDueAsync_NotAllTogether_ExpiresEachAlone()
    {
        var gate = new FaultGate();
        var broken = new World(faults: gate);
        var leases = new[] { await broken.SpawnAsync(), await broken.SpawnAsync() };
        gate.Arm((new FaultPoint("LeaseStore.ApplyAll(Expired)", 1, MayBeSilent: false), FaultKind.Error));
        broken.Time.SetUtcNow(leases.Max(l => l.ExpiresAt!.Value));

        (await broken.LeaseCleanup.ExpireDueAsync(broken.Time.GetUtcNow(), World.Token)).ShouldBe(leases.Select(l => l.Id), ignoreOrder: true);

        gate.Reached.Select(p => p.Name).ShouldContain("LeaseStore.ApplyAll(Expired)");
    }

    // The waits are Backoff's: one second after the first try, two after the second.
    [Fact]
    public async Task ExpireDueAsync_BooksCannotBeTold_IsStoppedAgainAfterEachWaitAndNotBefore()
    {
        var gate = new FaultGate();
        var world = new World(faults: gate);
        var lease = await world.SpawnAsync();
        world.Processes.Answer = HostResult.Failed<int>(ErrorCodes.BackendError, "they do not die");
        world.Compute.Find(lease.Vmid!.Value)!.IsStuck = true;
        gate.Break("LeaseStore.Apply(Expired)");
        var begun = new List<int>();

        foreach (var seconds in (double[])[0, 0.999, 1, 2.999, 3])
        {
            await Should.ThrowAsync<SqliteException>(() => world.LeaseCleanup.ExpireDueAsync(lease.ExpiresAt!.Value.AddSeconds(seconds), World.Token));
            if (world.Work.IsInHand(lease.Id))
            {
                begun.Add((int)seconds);
                await world.PassAsync(world.Work.DrainAsync());
            }
        }

        begun.ShouldBe([0, 1, 3]);
    }

    // The loop that asked writes it to the journal, and asks again.
    [Fact]
    public async Task EvictDueAsync_BooksCannotBeTold_FailsAndNamesWhatFailedFirst()
    {
        var gate = new FaultGate();
        var world = new World(faults: gate);
        var lease = await world.SpawnAsync();
        gate.Break("LeaseStore.Apply(OutageBegan)", "LeaseStore.Apply(Expired)");
        world.Time.SetUtcNow(lease.ExpiresAt!.Value.AddHours(1));
        world.Clock.Suspended = TimeSpan.FromMinutes(5);

        var failure = await Should.ThrowAsync<SqliteException>(() => world.LeaseCleanup.EvictDueAsync(world.Time.GetUtcNow(), World.Token));
        await world.PassAsync(world.Work.DrainAsync());

        failure.Message.ShouldContain("LeaseStore.Apply(OutageBegan)");
        world.LogCollector.GetSnapshot().Where(r => r.Id.Id == EventIds.LeaseExpiredUnbooked).ShouldHaveSingleItem().Message.ShouldContain("LeaseStore.Apply(Expired)");
    }

    // A machine that slept gives time back, also to a lease that was over and could not be written down.
    [Fact]
    public async Task ExpireDueAsync_UnbookedOnceAndOverAgain_IsANewEnd()
    {
        var gate = new FaultGate();
        var world = new World(faults: gate);
        var lease = await world.SpawnAsync();
        var end = lease.ExpiresAt!.Value;
        await FailAt(end);
        gate.Break();
        world.Clock.Suspended = TimeSpan.FromMinutes(10);
        world.Time.SetUtcNow(end.AddMinutes(9));
        (await world.LeaseCleanup.ExpireDueAsync(world.Time.GetUtcNow(), World.Token)).ShouldBeEmpty();

        await FailAt(end.AddMinutes(10));

        world.LoggedIds.Count(id => id == EventIds.LeaseExpiredUnbooked).ShouldBe(2);

        async Task FailAt(DateTimeOffset now)
        {
            gate.Break("LeaseStore.Apply(Expired)");
            world.Time.SetUtcNow(now);
            await Should.ThrowAsync<SqliteException>(() => world.LeaseCleanup.ExpireDueAsync(now, World.Token));
            await world.PassAsync(world.Work.DrainAsync());
        }
    }

    // A stop that takes long is not begun a second time.
    [Fact]
    public async Task ExpireDueAsync_BooksCannotBeToldAndItIsBeingStopped_WaitsForThat()
    {
        var gate = new FaultGate();
        var world = new World(faults: gate);
        var lease = await world.SpawnAsync();
        var signal = world.Compute.Faults.Hold("Signal");
        gate.Break("LeaseStore.Apply(Expired)");

        foreach (var seconds in (int[])[0, 5])
        {
            await Should.ThrowAsync<SqliteException>(() => world.LeaseCleanup.ExpireDueAsync(lease.ExpiresAt!.Value.AddSeconds(seconds), World.Token));
            await World.UntilAsync(() => world.Compute.Faults.Calls.Any(c => c.Verb == "Signal"));
        }

        signal.Dispose();
        await world.PassAsync(world.Work.DrainAsync());
        world.Compute.Faults.Calls.Count(c => c.Verb == "Signal").ShouldBe(1);
    }
}
