using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Volumes;

public sealed class EncryptionSupportTests : IDisposable
{
    private readonly TempFolder _root = new();

    public EncryptionSupportTests()
    {
        Put("bin/cryptsetup", isProgram: true);
        Put("bin/dmsetup", isProgram: true);
        Put("proc/devices", "253 device-mapper\n");
        Put("proc/sys/kernel/osrelease", "6.1.0\n");
        Put("dev/mapper/control");
        Put("sys/module/dm_crypt/refcnt");
    }

    private EncryptionSupport Subject => new(new ProcFileSystem(_root.File("proc")), _root.Path, _root.File("bin"));

    public void Dispose() => _root.Dispose();

    [Fact]
    public void Find_AllThere_IsNone() => Subject.Find().ShouldBeNull();

    [Theory]
    [InlineData("bin/cryptsetup", "cryptsetup is not installed")]
    [InlineData("bin/dmsetup", "dmsetup is not installed")]
    [InlineData("proc/devices", "the kernel has no device-mapper")]
    [InlineData("dev/mapper/control", "/dev/mapper/control is missing")]
    public void Find_OneMissing_SaysWhich(string file, string what)
    {
        File.Delete(_root.File(file));

        var obstacle = Subject.Find().ShouldNotBeNull();

        obstacle.What.ShouldBe(what);
        obstacle.Fix.ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("kernel/drivers/md/dm-crypt.ko\n", true)]
    [InlineData("kernel/drivers/md/dm-mod.ko\n", false)]
    public void Find_NoModule_LooksWhetherItIsBuiltIn(string builtIn, bool isThere)
    {
        Directory.Delete(_root.File("sys/module/dm_crypt"), recursive: true);
        Put("lib/modules/6.1.0/modules.builtin", builtIn);

        (Subject.Find() is null).ShouldBe(isThere);
    }

    private void Put(string file, string text = "", bool isProgram = false)
    {
        var path = _root.File(file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!); // a file here is always in a folder
        File.WriteAllText(path, text);
        if (isProgram)
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
    }
}
