using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What every volume needs: the small programs, and loop devices.</summary>
/// <param name="plain">Where docker keeps those without encryption, only the encrypted ones need any of it.</param>
internal sealed class VolumeCheck(VolumeSupport support, PlainVolumeKind plain) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>(
    [
        .. VolumeSupport.Programs.Select(p => Judge(p.Program, support.FindProgram(p.Program, p.Package), "is installed")),
        Judge("loop devices", support.FindLoopDevices(), "/dev/loop-control is there"),
    ]);

    private CheckLine Judge(string name, HostObstacle? obstacle, string fine) => (obstacle, plain) switch
    {
        (null, _) => new CheckLine("volumes", name, CheckOutcome.Passed, fine),
        (_, PlainVolumeKind.Image) => new CheckLine("volumes", name, CheckOutcome.Failed, $"{obstacle.What}; data volumes are not offered", obstacle.Fix),
        _ => new CheckLine("volumes", name, CheckOutcome.Warned, $"{obstacle.What}; encrypted volumes are not offered", obstacle.Fix),
    };
}
