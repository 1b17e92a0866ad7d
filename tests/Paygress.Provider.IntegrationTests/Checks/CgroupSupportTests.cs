using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Checks;

public sealed class CgroupSupportTests : IDisposable
{
    private readonly TempFolder _root = new();

    private CgroupSupport Subject => new(_root.Path);

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("cpuset cpu io memory hugetlb pids rdma\n", null)]
    [InlineData("cpuset cpu io pids\n", "control groups version 2 without memory")]
    public void Find_Version2_ReadsItsControllers(string controllers, string? obstacle)
    {
        File.WriteAllText(_root.File("cgroup.controllers"), controllers);

        Subject.Find()?.What.ShouldBe(obstacle);
        (Subject.Find() is null).ShouldBe(obstacle is null);
        Subject.Version.ShouldBe("version 2");
    }

    [Fact]
    public void Find_Version1_LooksForHierarchies()
    {
        Directory.CreateDirectory(_root.File("cpu,cpuacct"));
        Directory.CreateSymbolicLink(_root.File("cpu"), "cpu,cpuacct");
        Directory.CreateDirectory(_root.File("memory"));
        Subject.Find().ShouldNotBeNull().What.ShouldBe("control groups version 1 without pids");

        Directory.CreateDirectory(_root.File("pids"));

        Subject.Find().ShouldBeNull();
    }

    [Fact]
    public void Find_NothingMounted_SaysAllThatIsMissing() =>
        new CgroupSupport(_root.File("none")).Find().ShouldNotBeNull().What.ShouldEndWith("without cpu, memory, pids");

    [Fact]
    public void Find_ThisMachine_HasThem() => new CgroupSupport().Find().ShouldBeNull();
}
