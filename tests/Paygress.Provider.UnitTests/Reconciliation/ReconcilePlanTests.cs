using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Outages;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class ReconcilePlanTests
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);
    private static readonly LeaseId Stranger = LeaseId.New(Some.Now);

    [Fact]
    public void Make_BooksAndHostAgree_HasNothingToDo()
    {
        var lease = Some.Lease();

        Make(Host.With([Host.Container(lease.Id, id: lease.ContainerId!)], [Host.Volume(lease.Id)]), lease).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(LeaseState.Locked)]
    [InlineData(LeaseState.Evicting)]
    public void Make_LeaseThatNeedsNoContainer_IsLeftAlone(LeaseState state) =>
        Make(Host.With([], []), Some.Lease(state)).ShouldBeEmpty();

    [Fact]
    public void Make_Queued_GoesBackToItsPlace()
    {
        var lease = Some.Lease(LeaseState.Queued);

        Make(Host.With([], []), lease).ShouldHaveSingleItem().ShouldBe(new ReconcileStep.Requeue(lease));
    }

    [Fact]
    public void Make_Provisioning_IsRecovered()
    {
        var lease = Some.Lease(LeaseState.Provisioning);

        Make(Host.With([], []), lease).ShouldHaveSingleItem().ShouldBe(new ReconcileStep.RecoverSpawn(lease));
    }

    [Theory]
    [InlineData(ContainerState.Running, false)]
    [InlineData(ContainerState.Paused, false)]
    [InlineData(ContainerState.Exited, true)]
    [InlineData(ContainerState.Created, true)]
    [InlineData(ContainerState.Dead, true)]
    public void Make_ActiveLease_IsCheckedUnlessItsContainerRuns(ContainerState state, bool isChecked)
    {
        var lease = Some.Lease();

        Make(Host.With([Host.Container(lease.Id, state, lease.ContainerId!)], []), lease).Any().ShouldBe(isChecked);
    }

    [Fact]
    public void Make_UnexplainedThatDoesNotTellItsAge_Stays() =>
        Make(Host.With([Host.Container(Stranger) with { CreatedAt = null }], [Host.Volume(Stranger) with { CreatedAt = null }]), TimeSpan.FromDays(1)).ShouldBeEmpty();

    [Fact]
    public void Make_ContainerOfTheBooksWithoutAReadableLabel_IsNoOrphan()
    {
        var lease = Some.Lease();

        ReconcilePlan.Make(Host.With([Host.Container(null, id: lease.ContainerId!)], []), [lease], Some.Now.AddDays(1), Grace).ShouldBeEmpty();
    }

    [Fact]
    public void Make_AnotherContainerOfTheLeaseRuns_IsChecked()
    {
        var lease = Some.Lease();

        Make(Host.With([Host.Container(lease.Id, id: "other")], []), lease).ShouldHaveSingleItem().ShouldBeOfType<ReconcileStep.CheckContainer>();
    }

    [Fact]
    public void Make_DoneOrAboutToBeRestarted_IsNotChecked()
    {
        Make(Host.With([], []), Some.Lease() with { Completed = true }).ShouldBeEmpty();
        Make(Host.With([], []), Some.Lease() with { RestartAt = Some.Now }).ShouldBeEmpty();
    }

    [Fact]
    public void Make_RunsInAnOutage_IsChecked()
    {
        var lease = Some.Lease() with { Outage = new Outage(Some.Now, TimeSpan.FromHours(1)) };

        Make(Host.With([Host.Container(lease.Id, id: lease.ContainerId!)], []), lease).ShouldHaveSingleItem().ShouldBe(new ReconcileStep.CheckContainer(lease));
    }

    [Theory]
    [InlineData(true, LeaseState.Active, true, false)]
    [InlineData(true, LeaseState.Active, false, true)]
    [InlineData(true, LeaseState.Locked, true, true)]
    [InlineData(true, LeaseState.Locked, false, false)]
    [InlineData(true, LeaseState.Evicting, true, false)]
    [InlineData(false, LeaseState.Active, false, false)]
    public void Make_KeyAndStateDoNotAgree_IsChecked(bool encrypted, LeaseState state, bool isOpen, bool isChecked)
    {
        var lease = Some.Lease(state) with { Workload = Some.Workload() with { Encrypted = encrypted } };
        var mapping = Host.Volume(lease.Id, kind: isOpen ? VolumeTraceKind.Mapping : VolumeTraceKind.LoopDevice);

        Make(Host.With([Host.Container(lease.Id, id: lease.ContainerId!)], [mapping]), lease).Contains(new ReconcileStep.CheckKey(lease)).ShouldBe(isChecked);
    }

    [Fact]
    public void Make_Orphans_AreRemovedOnceOldEnough()
    {
        var request = Some.RequestId();
        var host = Host.With([Host.Container(Stranger)], [Host.Volume(Stranger)]) with { EnvironmentFiles = [(request, Some.Now)] };

        Make(host, Grace - TimeSpan.FromTicks(1)).ShouldBeEmpty();
        Make(host, Grace).Select(s => s.GetType()).ShouldBe(
            [typeof(ReconcileStep.RemoveContainer), typeof(ReconcileStep.RemoveVolume), typeof(ReconcileStep.RemoveEnvironment)]);
    }

    private static ImmutableArray<ReconcileStep> Make(HostInventory host, params Lease[] live) => ReconcilePlan.Make(host, [.. live], Some.Now, Grace);

    private static ImmutableArray<ReconcileStep> Make(HostInventory host, TimeSpan age) => ReconcilePlan.Make(host, [], Some.Now + age, Grace);
}
