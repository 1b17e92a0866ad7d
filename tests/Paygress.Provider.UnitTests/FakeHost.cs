using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Compute;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Images;
using Paygress.Provider.TestSupport.Leases;
using Paygress.Provider.TestSupport.Spawning;
using Paygress.Provider.TestSupport.Volumes;

namespace Paygress.Provider.UnitTests;

/// <summary>What is there whether a provider runs or not: time, the books, docker, volumes and files.</summary>
internal sealed class FakeHost
{
    public FakeHost()
    {
        Clock = new FakeHostClock(Time);
        var wall = new WallTime(Clock);
        Volumes = new FakeVolumeBackend(wall);
        Compute = new FakeComputeBackend(wall, Volumes);
        Processes = new FakeTenantProcesses(Compute);
        Environment = new FakeEnvironmentFiles(wall);
        Images.AddLocal("paygress/hello:1");
    }

    public ObservedTime Time { get; } = new(Some.Now);

    public FakeHostClock Clock { get; }

    public FakeClockMarks Marks { get; } = new();

    public FakeBooks Books { get; } = new();

    public FakeVolumeBackend Volumes { get; }

    public FakeComputeBackend Compute { get; }

    public FakeTenantProcesses Processes { get; }

    public FakeComputeMark ComputeMark { get; } = new();

    public FakeImageBackend Images { get; } = new();

    public FakeEnvironmentFiles Environment { get; }

    public FakeNodeMeter Meter { get; } = new();

    public FakeHostPorts Ports { get; } = new();

    public FakeEndKeeper Ends { get; } = new();
}
