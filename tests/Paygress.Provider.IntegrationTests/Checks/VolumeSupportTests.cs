using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Checks;

public sealed class VolumeSupportTests : IDisposable
{
    private readonly TempFolder _root = new();

    public VolumeSupportTests()
    {
        Directory.CreateDirectory(_root.File("bin"));
        Directory.CreateDirectory(_root.File("dev"));
        File.WriteAllText(_root.File("dev/loop-control"), "");
        foreach (var (program, _) in VolumeSupport.Programs)
        {
            File.WriteAllText(_root.File($"bin/{program}"), "");
            File.SetUnixFileMode(_root.File($"bin/{program}"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }

    private VolumeSupport Subject => new(_root.Path, _root.File("bin"));

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Find_AllThere_IsNone() => Subject.Find().ShouldBeNull();

    [Theory]
    [InlineData("bin/losetup", "losetup is not installed", "apt install mount")]
    [InlineData("bin/mkfs.ext4", "mkfs.ext4 is not installed", "apt install e2fsprogs")]
    [InlineData("bin/debugfs", "debugfs is not installed", "apt install e2fsprogs")]
    [InlineData("dev/loop-control", "/dev/loop-control is missing", "modprobe loop")]
    public void Find_OneMissing_SaysWhichAndTheFix(string file, string what, string fix)
    {
        File.Delete(_root.File(file));

        var obstacle = Subject.Find().ShouldNotBeNull();

        (obstacle.What, obstacle.Fix).ShouldBe((what, fix));
    }
}
