using System.Collections.Immutable;
using System.CommandLine;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.TestSupport;
using Paygress.Provider.Timers;

namespace Paygress.Provider.UnitTests.Timers;

public sealed class EndLeaseVerbTests
{
    private static readonly ExpiryTimer Timer = new(LeaseId.New(Some.Now), 12345);

    // What the timer starts, after the program's file.
    private static readonly ImmutableArray<string> Words =
        [.. new SystemdArguments("/p", "docker", new string('a', 32), ImmutableDictionary<string, string>.Empty).Arm(Timer, new string('c', 64)).SkipWhile(w => w != LeaseKill.Verb)];

    private static readonly RootCommand Root = [new EndLeaseVerb()];

    [Fact]
    public void Parse_WordsOfTheTimer_HaveNoFault()
    {
        var result = Root.Parse(Words);

        result.Errors.ShouldBeEmpty();
        result.GetValue<LeaseId>("--lease").ShouldBe(Timer.LeaseId);
        result.GetValue<long>("--second").ShouldBe(Timer.Second);
    }

    [Theory]
    [InlineData("--lease=", "--lease=1000")]
    [InlineData("--container=", "--container=paygress-1000")]
    [InlineData("--container=", "--container")]
    [InlineData("--container=", "--container=")]
    [InlineData("--container=", "--container=cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc\n")]
    [InlineData("--second=", "--second=soon")]
    public void Parse_WrongWord_IsAFault(string begin, string instead) =>
        Root.Parse([.. Words.Select(w => w.StartsWith(begin, StringComparison.Ordinal) ? instead : w)]).Errors.ShouldNotBeEmpty();

    [Theory]
    [InlineData("--lease=")]
    [InlineData("--container=")]
    [InlineData("--host=")]
    [InlineData("--second=")]
    [InlineData("--docker=")]
    public void Parse_WordThatIsMissing_IsAFault(string word) =>
        Root.Parse([.. Words.Where(w => !w.StartsWith(word, StringComparison.Ordinal))]).Errors.ShouldNotBeEmpty();

    [Fact]
    public void Verb_IsInNoHelp() => new EndLeaseVerb().Hidden.ShouldBeTrue();
}
