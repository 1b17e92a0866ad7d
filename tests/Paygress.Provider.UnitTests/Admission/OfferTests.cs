using System.Collections.Immutable;
using CsCheck;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Admission;

public sealed class OfferTests
{
    private const long Mega = 1L << 20;
    private const long Giga = 1L << 30;

    private static readonly NodeStatus Node = new FakeNodeMeter().Node!;

    [Fact]
    public void Compute_Shares_AreOfTheWholeMachine()
    {
        var offer = Offer.Compute(Node, Books(), new CapacityOptions { Cpu = 0.5, Memory = 0.5, Storage = 0.5 });

        offer.ShouldBe(new Capacity(4000, 8 * Giga, 100 * Giga));
    }

    [Fact]
    public void Compute_Figures_AreTakenAsTheyAre()
    {
        var offer = Offer.Compute(Node, Books(), new CapacityOptions { Cpu = 2500, Memory = 3000, Storage = 50 });

        offer.ShouldBe(new Capacity(2500, 3000 * Mega, 50 * Giga));
    }

    [Fact]
    public void Compute_FiguresLargerThanTheMachine_SellOnlyCpuBeyondIt() =>
        Offer.Compute(Node, Books(), new CapacityOptions { Cpu = 80_000, Memory = 1_000_000, Storage = 100_000, ReserveMemoryMb = 0, ReserveStorageGb = 0 })
            .ShouldBe(new Capacity(80_000, Node.MemoryAvailableBytes, Node.DiskFreeBytes));

    [Fact]
    public void Compute_ExactlyOne_IsTheWhole() =>
        Offer.Compute(Node, Books(), new CapacityOptions { Cpu = 1, Memory = 1, Storage = 1, ReserveMemoryMb = 0, ReserveStorageGb = 0 })
            .ShouldBe(new Capacity(8000, Node.MemoryAvailableBytes, Node.DiskFreeBytes));

    [Fact]
    public void Compute_Reserve_StaysWithTheMachine() =>
        Offer.Compute(Node, Books(), new CapacityOptions { Memory = 1, Storage = 1, ReserveMemoryMb = 512, ReserveStorageGb = 1.5 })
            .ShouldBe(new Capacity(7200, Node.MemoryAvailableBytes - (512 * Mega), Node.DiskFreeBytes - (Giga * 3 / 2)));

    [Fact]
    public void Compute_SoldAlready_IsTakenAway() =>
        Offer.Compute(Node, Books(Some.Lease(), Some.Lease(vmid: 1001)), new CapacityOptions { Cpu = 0.5, Memory = 0.5, Storage = 0.5 })
            .ShouldBe(new Capacity(2000, 6 * Giga, 80 * Giga));

    [Theory]
    [InlineData(0, 170)]
    [InlineData(4, 174)]
    [InlineData(10, 180)]
    [InlineData(12, 180)]
    public void Compute_SparseVolumes_CountWhatIsPromisedAndNotWritten(int written, int expected) =>
        Offer.Compute(Node with { VolumesAllocatedBytes = written * Giga }, Books(Some.Lease()), new CapacityOptions { Storage = 1, ReserveStorageGb = 0 })
            .StorageBytes.ShouldBe(expected * Giga);

    [Fact]
    public void Compute_AnyMachine_IsNeverNegativeNorMoreThanIsFree() =>
        Gen.Select(Gen.Long[0, 64 * Giga], Gen.Long[0, 64 * Giga], Gen.Double[0.01, 1], Gen.Int[0, 5]).Sample((free, allocated, share, sold) =>
        {
            var node = Node with { MemoryAvailableBytes = free, DiskFreeBytes = free, VolumesAllocatedBytes = allocated };
            var leases = Enumerable.Range(0, sold).Select(n => Some.Lease(vmid: 1000 + n)).ToImmutableArray();

            var offer = Offer.Compute(node, Books(leases), new CapacityOptions { Cpu = share, Memory = share, Storage = share });

            offer.CpuMillicores.ShouldBeInRange(0, node.CpuMillicores);
            offer.MemoryBytes.ShouldBeInRange(0, free);
            offer.StorageBytes.ShouldBeInRange(0, free);
        }, iter: 2_000);

    private static Reservations Books(params ImmutableArray<Lease> leases) => new() { Leases = leases, LastVmid = 0, LastPort = 0 };
}
