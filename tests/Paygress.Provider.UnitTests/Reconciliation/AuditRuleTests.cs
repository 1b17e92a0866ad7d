using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Reconciliation;

public sealed class AuditRuleTests
{
    private static readonly Lease Active = Some.Lease();
    private static readonly LeaseId Stranger = LeaseId.New(Some.Now);

    private static readonly ContainerStatus Its = Host.Container(Active.Id, id: Active.ContainerId!);

    [Fact]
    public void Compare_AllExplained_FindsNothing() =>
        AuditRule.Compare(
            Host.With([Its], [Host.Volume(Active.Id, kind: VolumeTraceKind.ImageFile), Host.Volume(Active.Id)]) with { Ends = [new KeptEnds("lease_file", [Active.Id], IsForEach: true)] },
            [Active]).Findings.ShouldBeEmpty();

    [Fact]
    public void Compare_WorkloadWithoutData_NeedsNoVolume()
    {
        var lease = Active with { Workload = Some.Workload(dataPath: null) };

        AuditRule.Compare(Host.With([Its], []), [lease]).Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(LeaseState.Active, VolumeTraceKind.ImageFile, "its volume is not there")]
    [InlineData(LeaseState.Active, VolumeTraceKind.DockerVolume, null)]
    [InlineData(LeaseState.Locked, VolumeTraceKind.ImageFile, null)]
    public void Compare_TraceOfAVolume_IsTheVolumeOnlyWhereDockerHasIt(LeaseState state, VolumeTraceKind kind, string? detail)
    {
        var findings = AuditRule.Compare(Host.With([Its], [Host.Volume(Active.Id, kind: kind)]), [Active with { State = state }]).Findings;

        findings.Select(f => f.Detail).SingleOrDefault().ShouldBe(detail);
    }

    [Fact]
    public void Compare_NobodysThings_AreFoundByKind()
    {
        var volumes = Enum.GetValues<VolumeTraceKind>().Select(kind => Host.Volume(Stranger, kind: kind));
        var host = Host.With([Host.Container(Stranger)], volumes) with { EnvironmentFiles = [(Some.RequestId("r"), Some.Now)] };

        var findings = AuditRule.Compare(host, []).Findings;

        findings.Select(f => f.Kind).ShouldBe(["container", "docker_volume", "image_file", "mapping", "loop_device", "device_link", "env_file"]);
        findings[..^1].ShouldAllBe(f => f.Detail == "no lease in the books explains it");
        findings[^1].Detail.ShouldBe("no waiting request explains it");
    }

    [Fact]
    public void Compare_NobodysThingsThatAreKept_SayHowToRemoveThem()
    {
        var host = Host.With([Host.Container(Stranger), Host.Container(null), Host.Container(null) with { Vmid = null }], [Host.Volume(null, vmid: null)]);

        AuditRule.Compare(host, [], mayRemove: false).Findings.Select(f => f.Remedy).ShouldBe(
            [$"paygress-provider release {Stranger}", "paygress-provider release 1000", "docker rm -f -v -- paygress-1000", "docker volume rm -- paygress-1000-data"]);
        AuditRule.Compare(host, [], mayRemove: true).Findings.ShouldAllBe(f => f.Remedy == null);
    }

    [Fact]
    public void Compare_HeldLease_IsFoundWithWhatToDo()
    {
        var found = AuditRule.Compare(Host.With([Its], [Host.Volume(Active.Id)]), [Active with { Held = true }]).Findings.ShouldHaveSingleItem();

        (found.Detail, found.Remedy).ShouldBe(("its end was rebuilt, may be too early, and is held", $"paygress-provider confirm {Active.Vmid} [--for DURATION]"));
    }

    [Fact]
    public void Compare_ContainerGone_IsFound() => Detail(Host.With([], [Host.Volume(Active.Id)]), Active).ShouldBe("its container is not there");

    [Fact]
    public void Compare_VolumeGone_IsFound() => Detail(Host.With([Its], []), Active).ShouldBe("its volume is not there");

    [Fact]
    public void Compare_ContainerStopped_IsFoundUnlessThatIsKnown()
    {
        var host = Host.With([Its with { State = ContainerState.Exited }], [Host.Volume(Active.Id)]);

        Detail(host, Active).ShouldBe("its container does not run");
        AuditRule.Compare(host, [Active with { Completed = true }]).Findings.ShouldBeEmpty();
        AuditRule.Compare(host, [Active with { RestartAt = Some.Now }]).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_EvictionThatFailed_IsFound()
    {
        var lease = Some.Lease(LeaseState.Evicting);

        AuditRule.Compare(Host.With([], []), [lease]).Findings.ShouldBeEmpty();
        Detail(Host.With([], []), lease with { EvictionAttempts = 2, LastError = "busy" }).ShouldBe("not gone after 2 tries: busy");
    }

    [Theory]
    [InlineData(LeaseState.Queued)]
    [InlineData(LeaseState.Provisioning)]
    [InlineData(LeaseState.Locked)]
    public void Compare_LeaseWithNothingOnTheHost_IsNoFinding(LeaseState state) =>
        AuditRule.Compare(Host.With([], []), [Some.Lease(state)]).Findings.ShouldBeEmpty();

    [Fact]
    public void Compare_AnyHost_TellsHowMuchItLookedAt() =>
        AuditRule.Compare(Host.With([Its], [Host.Volume(Active.Id)]), [Active]).Checked
            .Select(c => $"{c.Key} {c.Value}").ShouldBe(["container 1", "device_link 0", "docker_volume 1", "env_file 0", "image_file 0", "lease 1", "loop_device 0", "mapping 0"]);

    private static string Detail(HostInventory host, Lease lease)
    {
        var finding = AuditRule.Compare(host, [lease]).Findings.ShouldHaveSingleItem();
        (finding.Kind, finding.LeaseId).ShouldBe(("lease", lease.Id));
        return finding.Detail;
    }

    [Fact]
    public void Compare_FileOfALeaseThatIsOver_IsFound() =>
        AuditRule.Compare(Host.With([], []) with { Ends = [new KeptEnds("lease_file", [Active.Id], IsForEach: true)] }, []).Findings
            .ShouldHaveSingleItem().ShouldBe(new AuditFinding("lease_file", Active.Id.ToString(), null, Active.Id, "no lease in the books explains it"));

    [Theory]
    [InlineData(true, "its lease_file is not there")]
    [InlineData(false, null)]
    public void Compare_NothingTakenDownOfALeaseThatRuns_IsFoundWhereThereHasToBe(bool isForEach, string? detail)
    {
        var host = Host.With([Its], [Host.Volume(Active.Id)]) with { Ends = [new KeptEnds("lease_file", [], isForEach)] };

        foreach (var state in (LeaseState[])[LeaseState.Active, LeaseState.Locked])
        {
            AuditRule.Compare(host, [Active with { State = state }]).Findings.Select(f => f.Detail).SingleOrDefault().ShouldBe(detail);
        }

        AuditRule.Compare(host, [Active with { State = LeaseState.Evicting }]).Findings.ShouldBeEmpty();
    }
}
