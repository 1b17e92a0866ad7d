using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Admission;

public sealed class HostSurveyTests
{
    private readonly World _world = new();

    [Fact]
    public async Task LookAsync_ContainersVolumesAndPorts_AreAllTaken()
    {
        _world.Compute.Add(new Vmid(1000));
        _world.Volumes.Add(new Vmid(1001), null);
        _world.Ports.Busy = [(20000, PortProtocol.Udp)];

        var seen = (await LookAsync()).ShouldBeOfType<HostResult<HostOccupancy>.Done>().Value;

        seen.Vmids.ShouldBe([new Vmid(1000), new Vmid(1001)], ignoreOrder: true);
        seen.Ports.ShouldBe([(20000, PortProtocol.Udp)]);
    }

    [Fact]
    public async Task LookAsync_DockerSilent_IsUnknownAndNotEmpty()
    {
        _world.Compute.Faults.Always("FindOccupiedVmids", HostFault.Unanswered);

        (await LookAsync()).ShouldBeOfType<HostResult<HostOccupancy>.Unknown>();
    }

    [Fact]
    public async Task LookAsync_VolumesSilent_IsUnknownAndNotEmpty()
    {
        _world.Volumes.Faults.Always("FindOccupiedVmids", HostFault.Unanswered);

        (await LookAsync()).ShouldBeOfType<HostResult<HostOccupancy>.Unknown>();
    }

    [Fact]
    public async Task LookAsync_PortsNotTold_IsUnknown()
    {
        _world.Ports.Busy = null;

        (await LookAsync()).ShouldBeOfType<HostResult<HostOccupancy>.Unknown>();
    }

    [Fact]
    public async Task LookAsync_HostNotPrepared_PreparesItOnceAndRefusesUntilThen()
    {
        var survey = new HostSurvey(_world.Rebuilder, _world.Memory, _world.Compute, _world.Volumes, _world.Ports, _world.Meter);
        _world.Compute.Faults.Next("Prepare", new HostFault.Refusal("backend_error", "another network has that bridge"));

        (await survey.LookAsync(World.Token)).ShouldBeOfType<HostResult<HostOccupancy>.Failed>();
        (await survey.LookAsync(World.Token)).IsDone.ShouldBeTrue();
        (await survey.LookAsync(World.Token)).IsDone.ShouldBeTrue();

        _world.Compute.Faults.Calls.Count(c => c.Verb == "Prepare").ShouldBe(2);
    }

    [Fact]
    public async Task LookAsync_MachineNotMeasured_IsUnknown()
    {
        _world.Meter.Node = null;

        (await LookAsync()).ShouldBeOfType<HostResult<HostOccupancy>.Unknown>();
    }

    private Task<HostResult<HostOccupancy>> LookAsync() =>
        new HostSurvey(_world.Rebuilder, _world.Memory, _world.Compute, _world.Volumes, _world.Ports, _world.Meter).LookAsync(World.Token);
}
