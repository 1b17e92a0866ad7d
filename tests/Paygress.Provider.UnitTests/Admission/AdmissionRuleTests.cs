using System.Collections.Immutable;
using CsCheck;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Admission;

public sealed class AdmissionRuleTests
{
    private static readonly AdmissionLimits Limits = new(
        new CapacityOptions { Cpu = 1, Memory = 1, Storage = 1, ReserveMemoryMb = 0, ReserveStorageGb = 0 },
        new PortsOptions { RangeStart = 20000, RangeEnd = 20003 },
        VmidRangeStart: 1000,
        VmidRangeEnd: 1003);

    private static readonly HostOccupancy Free = new([], [], new FakeNodeMeter().Node!);

    [Fact]
    public void Decide_RoomAndNothingBefore_GivesTheFirstNumbers()
    {
        var admitted = Decide(Ask(ports: 2), Books()).ShouldBeOfType<LeaseEvent.Admitted>();

        admitted.Vmid.Value.ShouldBe(1000);
        admitted.Ports.Select(p => (p.HostPort, p.ContainerPort)).ShouldBe([(20000, 1), (20001, 2)]);
    }

    [Theory]
    [InlineData(1000, 1001)]
    [InlineData(1002, 1003)]
    [InlineData(1003, 1000)]
    [InlineData(999, 1000)]
    [InlineData(5000, 1000)]
    public void Decide_NumberGivenLast_GoesOnAfterItAndAroundTheEnd(int last, int expected) =>
        Decide(Ask(), Books() with { LastVmid = last }).ShouldBeOfType<LeaseEvent.Admitted>().Vmid.Value.ShouldBe(expected);

    [Fact]
    public void Decide_PortsGivenLast_GoOnAroundTheEnd() =>
        Decide(Ask(ports: 3), Books() with { LastPort = 20002 }).ShouldBeOfType<LeaseEvent.Admitted>()
            .Ports.Select(p => p.HostPort).ShouldBe([20003, 20000, 20001]);

    [Theory]
    [InlineData(PortProtocol.Tcp)]
    [InlineData(PortProtocol.Udp)]
    public void Decide_NumbersTakenOnTheHost_AreLeftOut(PortProtocol protocol)
    {
        var host = Free with { Vmids = [new Vmid(1000)], Ports = [(20000, protocol)] };

        var admitted = AdmissionRule.Decide(Ask(ports: 1), Books(), host, Limits, Some.Now).ShouldBeOfType<LeaseEvent.Admitted>();

        admitted.Vmid.Value.ShouldBe(1001);
        admitted.Ports.Single().HostPort.ShouldBe(20001);
    }

    [Fact]
    public void Decide_BooksHoldTheNumbers_AreLeftOutWhateverTheProtocol()
    {
        var held = Some.Lease(LeaseState.Evicting, 1000) with { Ports = [new LeasePort(20000, 53, PortProtocol.Udp, null)] };

        var admitted = Decide(Ask(ports: 1), Books(held)).ShouldBeOfType<LeaseEvent.Admitted>();

        admitted.Vmid.Value.ShouldBe(1001);
        admitted.Ports.Single().HostPort.ShouldBe(20001);
    }

    [Theory]
    [InlineData(8001, 1, 1, "tier t needs 8001 millicores, this machine has 8000")]
    [InlineData(1, 20000, 1, "tier t needs 20000 MB of memory, 14336 MB are free")]
    [InlineData(1, 1, 190, "tier t needs 190 GB of storage, 180 GB are free")]
    public void Decide_TierDoesNotFit_SaysWhatIsShort(int cpu, int memory, int storage, string expected) =>
        Shortage(Ask(tier: new Tier("t", cpu, memory, storage, 1)), Free).ShouldBe(expected);

    [Theory]
    [InlineData(8000, 1, 1)]
    [InlineData(1, 14336, 1)]
    [InlineData(1, 1, 180)]
    public void Decide_TierFitsExactly_IsTakenOn(int cpu, int memory, int storage) =>
        Decide(Ask(tier: new Tier("t", cpu, memory, storage, 1)), Books()).ShouldBeOfType<LeaseEvent.Admitted>();

    [Fact]
    public void Decide_OthersHoldTheCores_SaysWhatIsLeft() =>
        AdmissionRule.Decide(Ask(tier: new Tier("t", 8000, 1, 1, 1)), Books(Some.Lease()), Free, Limits, Some.Now).ShouldBeOfType<LeaseEvent.Rejected>()
            .Problem.Detail.ShouldBe($"tier t needs 8000 millicores, {8000 - Some.Tier().CpuMillicores} are free");

    [Fact]
    public void Decide_MoreCoresAreSoldThanThereAre_StillNotToOneLease()
    {
        var limits = Limits with { Capacity = new CapacityOptions { Cpu = 64_000, Memory = 1, Storage = 1, ReserveMemoryMb = 0, ReserveStorageGb = 0 } };

        AdmissionRule.Decide(Ask(tier: new Tier("t", 8000, 1, 1, 1)), Books(Some.Lease()), Free, limits, Some.Now).ShouldBeOfType<LeaseEvent.Admitted>();
        AdmissionRule.Decide(Ask(tier: new Tier("t", 8001, 1, 1, 1)), Books(), Free, limits, Some.Now).ShouldBeOfType<LeaseEvent.Rejected>()
            .Problem.Detail.ShouldBe("tier t needs 8001 millicores, this machine has 8000");
    }

    [Fact]
    public void Decide_OnlyTheNumberGivenLastIsFree_GivesItAgain() =>
        AdmissionRule.Decide(Ask(), Books() with { LastVmid = 1002 }, Free with { Vmids = [new Vmid(1000), new Vmid(1001), new Vmid(1003)] }, Limits, Some.Now)
            .ShouldBeOfType<LeaseEvent.Admitted>().Vmid.Value.ShouldBe(1002);

    [Fact]
    public void Decide_AsManyLeasesAsAllowed_SaysSo()
    {
        var limits = Limits with { Capacity = new CapacityOptions { MaxLeases = 1 } };

        AdmissionRule.Decide(Ask(), Books(Some.Lease()), Free, limits, Some.Now).ShouldBeOfType<LeaseEvent.Rejected>()
            .Problem.Detail.ShouldBe("1 leases are held, the most allowed is 1");
    }

    [Fact]
    public void Decide_NoNumberFree_SaysWhich()
    {
        Shortage(Ask(), Free with { Vmids = [.. Enumerable.Range(1000, 4).Select(n => new Vmid(n))] })
            .ShouldBe("no vmid is free in 1000-1003");
        Shortage(Ask(ports: 2), Free with { Ports = [.. Enumerable.Range(20000, 3).Select(n => (n, PortProtocol.Tcp))] })
            .ShouldBe("2 ports are asked for and fewer are free in 20000-20003");
    }

    [Fact]
    public void Decide_AnyAdmissionsAndEnds_NeverGiveANumberTwice() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9]).List[0, 40].Sample(steps =>
        {
            var books = Books();
            foreach (var (ports, leave) in steps)
            {
                books = Take(books with { Leases = [.. books.Leases.Where((_, i) => i != leave)] }, ports);
                books.Leases.Select(l => l.Vmid).ShouldBeUnique();
                books.Leases.SelectMany(l => l.Ports).Select(p => p.HostPort).ShouldBeUnique();
                books.Leases.SelectMany(l => l.Ports).ShouldAllBe(p => p.HostPort >= 20000 && p.HostPort <= 20003);
            }
        }, iter: 2_000);

    private static Reservations Take(Reservations books, int ports)
    {
        var lease = Ask(ports);
        if (Decide(lease, books) is not LeaseEvent.Admitted admitted)
        {
            return books;
        }

        return books with
        {
            Leases = books.Leases.Add(((Transition.Changed)lease.Apply(admitted)).Lease),
            LastVmid = admitted.Vmid.Value,
            LastPort = admitted.Ports.IsEmpty ? books.LastPort : admitted.Ports[^1].HostPort,
        };
    }

    private static Lease Ask(int ports = 0, Tier? tier = null) => Some.Lease(LeaseState.Queued, workload: Some.Workload() with
    {
        Tier = tier ?? new Tier("t", 1, 1, 1, 1),
        Ports = [.. Enumerable.Range(1, ports).Select(n => new WorkloadPort(n, PortProtocol.Tcp, null))],
    });

    private static Reservations Books(params ImmutableArray<Lease> leases) => new() { Leases = leases, LastVmid = 0, LastPort = 0 };

    private static LeaseEvent Decide(Lease lease, Reservations books) => AdmissionRule.Decide(lease, books, Free, Limits, Some.Now);

    private static string Shortage(Lease lease, HostOccupancy host)
    {
        var rejected = AdmissionRule.Decide(lease, Books(), host, Limits, Some.Now).ShouldBeOfType<LeaseEvent.Rejected>();
        rejected.Problem.Code.ShouldBe(ErrorCodes.NoCapacity);
        return rejected.Problem.Detail;
    }
}
