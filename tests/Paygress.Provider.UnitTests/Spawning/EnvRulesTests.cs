using System.Collections.Immutable;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class EnvRulesTests
{
    [Theory]
    [InlineData("A", true)]
    [InlineData("_a1", true)]
    [InlineData("", false)]
    [InlineData("1A", false)]
    [InlineData("A-B", false)]
    [InlineData("A B", false)]
    [InlineData("A=B", false)]
    [InlineData("#A", false)]
    [InlineData("\u00c4", false)]
    public void IsName_Text_TakesWhatAShellTakes(string name, bool expected) => EnvRules.IsName(name).ShouldBe(expected);

    [Theory]
    [InlineData("plain", true)]
    [InlineData("", true)]
    [InlineData("a=b # c \u00e4 \U0001F600", true)]
    [InlineData("a\nb", false)]
    [InlineData("a\rb", false)]
    [InlineData("a\0b", false)]
    [InlineData("\ufffd", true)]
    public void Check_Value_MustStayOnItsLine(string value, bool expected) =>
        Check(("A", value)).IsEmpty.ShouldBe(expected);

    // Not in the data above: a lone surrogate does not survive the runner's own serialisation.
    [Fact]
    public void Check_LoneSurrogate_IsRefused()
    {
        Check(("A", "\ud800")).ShouldHaveSingleItem();
        Check(("A", "\ufffd\ud800")).ShouldHaveSingleItem();
    }

    [Fact]
    public void Check_LineOf60KiB_IsTooLong()
    {
        Check(("A", new string('x', EnvRules.MaxLineBytes - 2))).ShouldBeEmpty();
        Check(("A", new string('x', EnvRules.MaxLineBytes - 1))).ShouldHaveSingleItem().Where.ShouldBe("env.A");
        Check(("A", new string('\u00e4', EnvRules.MaxLineBytes / 2))).ShouldHaveSingleItem();
    }

    [Fact]
    public void Check_MoreThan256KiBInAll_IsTooMuch()
    {
        // "A0=" and the line's end are 4 bytes.
        var quarter = Enumerable.Range(0, 8).Select(i => ($"A{i}", new string('x', (32 * 1024) - 4))).ToArray();

        Check(quarter).ShouldBeEmpty();
        Check([.. quarter, ("B", "")]).ShouldHaveSingleItem().Where.ShouldBe("env");
    }

    [Fact]
    public void Check_Fault_NeverShowsTheValueNorAnOddName()
    {
        var problem = Check(("a\u001b[31m" + new string('n', 100), "secret")).ShouldHaveSingleItem();

        problem.Code.ShouldBe(ErrorCodes.InvalidEnv);
        problem.ToString().ShouldNotContain("secret");
        problem.Where.ShouldBe("env.a?[31m" + new string('n', 34));
    }

    [Fact]
    public void Check_VeryManyFaults_AreNotAllTold() =>
        Check([.. Enumerable.Range(0, 10 * EnvRules.MaxFaults).Select(i => ($"-{i}", ""))]).Length.ShouldBe(EnvRules.MaxFaults);

    [Fact]
    public void Check_RequiredButEmpty_IsRefused()
    {
        var template = new Template { Slug = "t", Image = "i", Env = Requests.Env(("A", "")), RequiredEnv = ["A", "B"] };
        var problems = ImmutableArray.CreateBuilder<Problem>();

        EnvRules.Check(template, Requests.Env(("B", "")), problems);

        problems.Select(p => p.Where).ShouldBe(["env.A", "env.B"]);
    }

    private static ImmutableArray<Problem> Check(params (string, string)[] env)
    {
        var problems = ImmutableArray.CreateBuilder<Problem>();
        EnvRules.Check(null, Requests.Env(env), problems);
        return problems.ToImmutable();
    }
}
