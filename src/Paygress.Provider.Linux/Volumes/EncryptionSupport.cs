using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Looks whether cryptsetup, dmsetup, device-mapper and its crypt target are there: a few files, no process.</summary>
/// <param name="searchPath">Where programs are looked for; as for every command when none.</param>
internal sealed class EncryptionSupport(ProcFileSystem proc, string root = "/", string? searchPath = null)
{
    private const string LoadModule = "modprobe dm_crypt && echo dm_crypt > /etc/modules-load.d/paygress.conf";

    private static readonly (string Program, string Package)[] Programs = [("cryptsetup", "cryptsetup-bin"), ("dmsetup", "dmsetup")];

    /// <summary>The first thing that is missing; none when encrypted volumes can be made.</summary>
    public HostObstacle? Find()
    {
        var path = searchPath ?? Environment.GetEnvironmentVariable("PATH");
        var missing = Programs.FirstOrDefault(p => ProgramPath.Find(p.Program, path).Path is null);
        return missing.Program is not null ? new($"{missing.Program} is not installed", $"apt install {missing.Package}")
            : !HasDeviceMapper() ? new("the kernel has no device-mapper", LoadModule)
            : !File.Exists(Path.Join(root, "dev/mapper/control")) ? new("/dev/mapper/control is missing", LoadModule)
            : !HasCryptTarget() ? new("the kernel has not loaded dm_crypt", LoadModule)
            : null;
    }

    private bool HasDeviceMapper() => proc.TryRead("devices")?.Contains("device-mapper", StringComparison.Ordinal) == true;

    // A target that is built in shows no directory; the list of such modules tells.
    private bool HasCryptTarget() => Directory.Exists(Path.Join(root, "sys/module/dm_crypt")) || IsBuiltIn();

    private bool IsBuiltIn()
    {
        var release = proc.TryRead("sys/kernel/osrelease")?.Trim();
        var list = Path.Join(root, "lib/modules", release, "modules.builtin");
        return File.Exists(list) && File.ReadLines(list).Any(line => line.EndsWith("/dm-crypt.ko", StringComparison.Ordinal));
    }
}
