using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What every volume needs: the small programs, and loop devices.</summary>
internal sealed class VolumeCheck(VolumeSupport support) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
    [
        .. VolumeSupport.Programs.Select(p => Judge(p.Program, support.FindProgram(p.Program, p.Package), "is installed")),
        Judge("loop devices", support.FindLoopDevices(), "/dev/loop-control is there"),
    ]);

    private static CheckLine Judge(string name, HostObstacle? obstacle, string fine) => obstacle is null
        ? new CheckLine("volumes", name, CheckOutcome.Passed, fine)
        : new CheckLine("volumes", name, CheckOutcome.Failed, $"{obstacle.What}; data volumes are not offered", obstacle.Fix);
}
