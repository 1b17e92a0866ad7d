using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Restarts;

namespace Paygress.Provider.UnitTests.Restarts;

public sealed class RestartRuleTests
{
    [Theory]
    [InlineData(RestartPolicy.OnFailure, 0, true, false)]
    [InlineData(RestartPolicy.OnFailure, 0, false, true)]
    [InlineData(RestartPolicy.OnFailure, 1, true, true)]
    [InlineData(RestartPolicy.OnFailure, 137, false, true)]
    [InlineData(RestartPolicy.Always, 0, true, true)]
    [InlineData(RestartPolicy.Always, 1, false, true)]
    [InlineData(RestartPolicy.Never, 0, true, false)]
    [InlineData(RestartPolicy.Never, 1, true, false)]
    [InlineData(RestartPolicy.Never, 1, false, true)]
    public void IsWanted_PolicyAndExit_DecideTogether(RestartPolicy policy, int exitCode, bool byItself, bool expected) =>
        RestartRule.IsWanted(policy, exitCode, byItself).ShouldBe(expected);

    [Theory]
    [InlineData(0, 0, 1)]
    [InlineData(1, 0, 2)]
    [InlineData(5, 0, 32)]
    [InlineData(6, 0, 60)]
    [InlineData(int.MaxValue, 0, 60)]
    [InlineData(6, 599, 60)]
    [InlineData(6, 600, 1)]
    public void Delay_RestartsAndLastRun_BacksOff(int restarts, int ranSeconds, int expected) =>
        RestartRule.Delay(restarts, TimeSpan.FromSeconds(ranSeconds)).ShouldBe(TimeSpan.FromSeconds(expected));
}
