using Paygress.Provider.Core.Leases;
using Paygress.Provider.Systemd;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Systemd;

public sealed class StatusLineTests
{
    [Fact]
    public void Of_NothingGoingOn_IsShort() => StatusLine.Of(new LeaseCounts(0, 0, 0, 0, 0), null, draining: false).ShouldBe("0 active");

    [Fact]
    public void Of_Everything_NamesEach() =>
        StatusLine.Of(new LeaseCounts(1, 2, 3, 4, 5), Some.Now, draining: true)
            .ShouldBe("3 active, 3 starting, 4 locked, 5 ending; next end 2026-03-01 12:00:00 UTC; draining");

    [Fact]
    public void Of_EndInAnotherZone_IsToldInUtc() =>
        StatusLine.Of(new LeaseCounts(0, 0, 1, 0, 0), Some.Now.ToOffset(TimeSpan.FromHours(5)), draining: false)
            .ShouldBe("1 active; next end 2026-03-01 12:00:00 UTC");
}
