using System.Collections.Immutable;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Looks whether there is what every volume needs: three programs and loop devices.</summary>
/// <param name="searchPath">Where programs are looked for; as for every command when none.</param>
internal sealed class VolumeSupport(string root = "/", string? searchPath = null)
{
    /// <summary>The programs, each with its package.</summary>
    public static readonly ImmutableArray<(string Program, string Package)> Programs =
        [("losetup", "mount"), ("mkfs.ext4", "e2fsprogs"), ("debugfs", "e2fsprogs")];

    /// <summary>The first thing that is missing; none when volumes can be made.</summary>
    public HostObstacle? Find() => Programs.Select(p => FindProgram(p.Program, p.Package)).FirstOrDefault(o => o is not null) ?? FindLoopDevices();

    public HostObstacle? FindProgram(string program, string package) =>
        ProgramPath.Find(program, searchPath ?? Environment.GetEnvironmentVariable("PATH")).Path is null
            ? new($"{program} is not installed", $"apt install {package}")
            : null;

    public HostObstacle? FindLoopDevices() =>
        File.Exists(Path.Join(root, "dev/loop-control")) ? null : new("/dev/loop-control is missing", "modprobe loop");
}
