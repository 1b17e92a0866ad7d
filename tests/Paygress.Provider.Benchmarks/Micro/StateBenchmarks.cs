using BenchmarkDotNet.Attributes;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>One step of the state machine.</summary>
public class StateBenchmarks
{
    private readonly Lease _lease = Some.Lease();
    private readonly LeaseEvent _extended = new LeaseEvent.Extended(Some.RequestId(), TimeSpan.FromMinutes(1), TimeSpan.FromDays(30), Some.Now);

    [Benchmark]
    public Transition Extend() => _lease.Apply(_extended);
}
