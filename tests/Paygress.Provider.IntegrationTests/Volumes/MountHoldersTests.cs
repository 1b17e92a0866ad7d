using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class MountHoldersTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private MountHolders Subject => new(new KernelPaths(Processes: _folder.File("proc")));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Describe_ManyProcessesOfTwoNamespaces_NamesTheOldestOfEach()
    {
        AddProcess(9, "init", "mnt:[1]", "30 1 253:7 / /a rw - ext4 x rw");
        AddProcess(10, "sh", "mnt:[1]", "30 1 253:7 / /a rw - ext4 x rw");
        AddProcess(100, "bash", "mnt:[2]", "30 1 253:70 / /other rw - ext4 x rw\n31 1 253:7 / /b rw - ext4 x rw");

        Subject.Describe("253:7").ShouldBe("mounted at /a by pid 9 (init), mounted at /b by pid 100 (bash)");
    }

    [Fact]
    public void Describe_FileOpenButNoMount_NamesTheProcess()
    {
        var file = _folder.File("data");
        File.WriteAllText(file, "");
        AddProcess(9, "init", "mnt:[1]", "");
        AddProcess(77, "sleep", "mnt:[1]", "");
        File.CreateSymbolicLink(Path.Join(_folder.File("proc"), "77/fd/3"), file);
        var identity = FileIdentity.Of(file)!.Value; // made above

        Subject.Describe($"{identity.DeviceMajor}:{identity.DeviceMinor}").ShouldBe("used by pid 77 (sleep)");
    }

    [Fact]
    public void Describe_ProcessThatMayNotBeLookedAt_IsCounted()
    {
        Directory.CreateDirectory(Path.Join(_folder.File("proc"), "9"));

        Subject.Describe("253:7").ShouldBe("in use by one of 1 processes that may not be looked at");
    }

    private void AddProcess(int pid, string command, string space, string mounts)
    {
        var process = Path.Join(_folder.File("proc"), pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Path.Join(process, "ns"));
        Directory.CreateDirectory(Path.Join(process, "fd"));
        File.WriteAllText(Path.Join(process, "comm"), command + "\n");
        File.WriteAllText(Path.Join(process, "mountinfo"), mounts);
        File.CreateSymbolicLink(Path.Join(process, "ns/mnt"), space);
    }
}
