using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.UnitTests.Faults;

/// <summary>No way to have an effect on the world is left out of the matrix.</summary>
public sealed class FaultCoverageTests
{
    private static readonly Type[] Guarded =
    [
        typeof(IComputeBackend), typeof(IVolumeBackend), typeof(IImageBackend), typeof(IImageBook), typeof(IEnvironmentFiles),
        typeof(ILeaseStore), typeof(ISpawnQueue), typeof(ILeaseEndKeeper), typeof(IClockMarks),
    ];

    // Each with the reason why a fault of it can't part books and host.
    private static readonly (Type Port, string Reason)[] LeftOut =
    [
        (typeof(IContainerEvents), "only tells; what it does not tell, the sweep finds"),
        (typeof(IComputeMark), "about no lease; ComputeMemoryTests has its faults"),
        (typeof(IContainerLogs), "only reads"),
        (typeof(IEventLog), "only reads, for people"),
        (typeof(ILeaseJournal), "only reads, for people"),
        (typeof(IHostSupport), "only reads"),
        (typeof(IDiskMeter), "only reads"),
        (typeof(ITrialGround), "runs in the container of a lease of its own; TrialRunTests has its faults"),
        (typeof(ITrialBook), "about no lease; TrialRunTests has its faults"),
        (typeof(IContainerSizes), "only reads; without an answer no lease is ended, DiskGuardTests shows that"),
        (typeof(IRootQuota), "only reads; without an answer a root counts as not bounded"),
        (typeof(IHostPorts), "only reads; an admission without an answer is refused"),
        (typeof(INodeMeter), "only reads; an admission without an answer is refused"),
        (typeof(IHostClock), "only reads, and can't fail"),
        (typeof(IWallClock), "only reckons"),
        (typeof(IExpiryTimers), "behind a keeper of ends, which is guarded; its own faults are in ExpiryTimerKeeperTests"),
        (typeof(IDrainSwitch), "one transaction, about no lease"),
        (typeof(IOrphanSwitch), "one transaction, about no lease; BooksAgeTests has its faults"),
        (typeof(ITenantProcesses), "a second way to an end that the matrix reaches by the first; LateKillTests has its faults"),
        (typeof(IProviderMeter), "only counts, in memory"),
        (typeof(IHeartbeatPublisher), "about no lease; HeartbeatPublishing bounds and survives it"),
    ];

    [Fact]
    public void Ports_OfCore_AreGuardedOrLeftOutForAReason() =>
        typeof(ILeaseStore).Assembly.GetTypes().Where(t => t.IsInterface)
            .ShouldBe([.. Guarded, .. LeftOut.Select(x => x.Port)], ignoreOrder: true);

    [Fact]
    public async Task Points_OfAllOperations_ReachEveryMethodThatHasAnEffect()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in Operation.All)
        {
            reached.UnionWith((await new FaultRun(operation).RunAsync(fault: null)).Select(p => p.Name.Split('(')[0]));
        }

        Unreached(reached).ShouldBe(NeedNoFault, ignoreOrder: true);
    }

    // Reads for people and for heartbeats, what only a second mishap leads to, and images that no lease needs (ImageSweepTests has those faults).
    private static readonly string[] NeedNoFault =
    [
        "LeaseEndKeeper.List", "LeaseStore.FindNextDue", "LeaseStore.FindNextExpiry", "LeaseStore.ListEvents", "LeaseStore.GetReservations", "LeaseStore.Count", "LeaseStore.Prune",
        "SpawnQueue.GetDepth", "SpawnQueue.GiveBack", "VolumeBackend.Close", "VolumeBackend.Remove",
        "ImageBackend.Remove", "ImageBook.ListBegun", "ImageBook.End", "ImageBook.Forget",
    ];

    private static IEnumerable<string> Unreached(HashSet<string> reached) => Guarded
        .SelectMany(port => port.GetMethods().Select(method => FaultyPort.NameOf(port, method)))
        .Distinct(StringComparer.Ordinal)
        .Where(name => !reached.Contains(name));
}
