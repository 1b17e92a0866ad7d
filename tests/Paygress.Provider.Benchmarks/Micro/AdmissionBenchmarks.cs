using BenchmarkDotNet.Attributes;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>The decision about one request, beside few and many leases.</summary>
public class AdmissionBenchmarks
{
    private const int FirstVmid = 1000;
    private static readonly Workload Tiny = Some.Workload() with { Tier = new Tier("tiny", 1, 1, 1, 1) };
    private readonly Lease _asking = Some.Lease(LeaseState.Queued, workload: Tiny);
    private readonly HostOccupancy _host = new([], [], new FakeNodeMeter().Grow());
    private AdmissionLimits _limits = null!;
    private Reservations _books = null!;

    [Params(10, 10_000)]
    public int Leases { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _limits = new AdmissionLimits(new CapacityOptions { Cpu = 1, Memory = 1, Storage = 1, MaxLeases = 100_000 }, new PortsOptions { RangeStart = 1024, RangeEnd = 60_000 }, FirstVmid, FirstVmid + 20_000);
        _books = new Reservations
        {
            Leases = [.. Enumerable.Range(FirstVmid, Leases).Select(vmid => Some.Lease(vmid: vmid, workload: Tiny))],
            LastVmid = FirstVmid + Leases - 1,
            LastPort = 30_000,
        };
        if (Decide() is not LeaseEvent.Admitted)
        {
            throw new InvalidOperationException("a refusal is quicker, and not what is measured");
        }
    }

    [Benchmark]
    public LeaseEvent Decide() => AdmissionRule.Decide(_asking, _books, _host, _limits, Some.Now);
}
