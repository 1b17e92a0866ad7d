using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.FailPoints;

public sealed class FailPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paygress-plan-").FullName;
    private readonly string _file;
    private readonly FailPlan _plan;

    public FailPlanTests()
    {
        _file = Path.Combine(_folder, "plan");
        _plan = new FailPlan(_file);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Take_NoFile_NothingGoesWrong() => _plan.Take("docker create").ShouldBeNull();

    [Fact]
    public void Take_PointAndCountAreMet_GoesWrongOnceAndTheFileIsGone()
    {
        File.WriteAllText(_file, "docker create#2 LostReply\n");

        _plan.Take("docker create").ShouldBeNull();
        _plan.Take("docker start").ShouldBeNull();
        _plan.Take("docker create").ShouldBe(FailKind.LostReply);
        File.Exists(_file).ShouldBeFalse();
        _plan.Take("docker create").ShouldBeNull();
    }

    [Fact]
    public void Take_Late_IsKnownUntilItTookPlace()
    {
        File.WriteAllText(_file, "losetup --detach#1 Late\n");

        _plan.Take("losetup --detach").ShouldBe(FailKind.Late);
        (File.Exists(_file), File.Exists(_file + ".late")).ShouldBe((false, true));
        _plan.Land();
        Directory.GetFiles(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void Take_PointIsRecorded_NamesEachPassing()
    {
        File.WriteAllText(_file + ".passed", "");

        _plan.Take("docker create");
        _plan.Take("WriteLeaseFile");

        File.ReadAllLines(_file + ".passed").ShouldBe(["docker create", "WriteLeaseFile"]);
    }

    [Theory]
    [InlineData("docker create CrashBefore")]
    [InlineData("docker create#x CrashBefore")]
    [InlineData("docker create#1 Explode")]
    [InlineData("")]
    public void Take_PlanIsNotUnderstood_SaysSo(string plan)
    {
        File.WriteAllText(_file, plan);

        Should.Throw<FormatException>(() => _plan.Take("docker create")).Message.ShouldContain("POINT#N KIND");
    }
}
