using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class TrialReportTests
{
    [Theory]
    [InlineData("kernel 6.1", "kernel 6.12", "kernel 6.1")]
    [InlineData("kernel 6.1", "kernel 6.1", null)]
    [InlineData(null, "kernel 6.1", null)]
    public void FindFormerGround_IsThatOfTheReportWhenItHasChanged(string? before, string now, string? former) =>
        new TrialReport(DateTimeOffset.UnixEpoch, "1.2.3", []) { Ground = before }.FindFormerGround(now).ShouldBe(former);
}
