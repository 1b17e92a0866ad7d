using Paygress.Provider.Core.Leases;
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
}
