using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class OrphansTests
{
    private static readonly LeaseId Stranger = LeaseId.New(Some.Now);

    [Theory]
    [InlineData(LeaseState.Queued, false)]
    [InlineData(LeaseState.Provisioning, true)]
    [InlineData(LeaseState.Active, true)]
    [InlineData(LeaseState.Locked, true)]
    [InlineData(LeaseState.Evicting, true)]
    public void Find_ContainerAndVolumeOfALease_AreExplainedWhileItReserves(LeaseState state, bool explained)
    {
        var lease = Some.Lease(state);

        var orphans = Orphans.Find(Host.With([Host.Container(lease.Id)], [Host.Volume(lease.Id)]), [lease]);

        orphans.Containers.IsEmpty.ShouldBe(explained);
        orphans.Volumes.IsEmpty.ShouldBe(explained);
    }

    [Fact]
    public void Find_NobodysThings_AreOrphans()
    {
        var host = Host.With([Host.Container(Stranger), Host.Container(null)], [Host.Volume(Stranger), Host.Volume(null, vmid: null)]);

        var orphans = Orphans.Find(host, [Some.Lease()]);

        (orphans.Containers.Length, orphans.Volumes.Length).ShouldBe((2, 2));
    }

    [Fact]
    public void Find_HalfMadeVolume_IsExplainedByItsVmid()
    {
        var host = Host.With([], [Host.Volume(null, vmid: 1000), Host.Volume(null, vmid: 1001)]);

        Orphans.Find(host, [Some.Lease(LeaseState.Provisioning, 1000)]).Volumes.Select(v => v.Vmid).ShouldBe([new Vmid(1001)]);
    }

    [Theory]
    [InlineData(LeaseState.Queued, true)]
    [InlineData(LeaseState.Provisioning, true)]
    [InlineData(LeaseState.Active, false)]
    [InlineData(LeaseState.Evicting, false)]
    public void Find_EnvFile_IsExplainedUntilTheContainerIsMade(LeaseState state, bool explained)
    {
        var lease = Some.Lease(state);

        Orphans.Find(Host.With([], []) with { EnvironmentFiles = [(lease.RequestId, Some.Now)] }, [lease]).EnvironmentFiles.IsEmpty.ShouldBe(explained);
    }
}

internal static class Host
{
    public static HostInventory With(IEnumerable<ContainerStatus> containers, IEnumerable<VolumeTrace> volumes) => new([.. containers], [.. volumes], []);

    public static ContainerStatus Container(LeaseId? lease, ContainerState state = ContainerState.Running, string id = "c", DateTimeOffset? createdAt = null) => new()
    {
        Id = id,
        Name = "paygress-1000",
        IsOurs = true,
        LeaseId = lease,
        Vmid = new Vmid(1000),
        State = state,
        CreatedAt = createdAt ?? Some.Now,
    };

    public static VolumeTrace Volume(LeaseId? lease, int? vmid = 1000, VolumeTraceKind kind = VolumeTraceKind.DockerVolume) =>
        new(kind, "paygress-1000-data", vmid is { } number ? new Vmid(number) : null, lease, Some.Now);
}
