using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class ExpiryTimerCheckTests
{
    [Fact]
    public async Task Run_SystemdIsNotPid1_SaysThatTheTimersAreOff()
    {
        var line = (await new ExpiryTimerCheck(systemdIsInit: false).RunAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        line.Outcome.ShouldBe(CheckOutcome.Warned);
        line.Detail.ShouldStartWith("off, as systemd does not run this machine");
        line.Fix.ShouldNotBeNull();
    }
}
