using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.UnitTests.Trials;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class TrialCheckTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);
    private readonly FakeTrialGround _book = new();

    [Fact]
    public async Task RunAsync_NoTrialYet_IsAWarningThatBlocksNothing()
    {
        var line = (await LookAsync()).ShouldHaveSingleItem();

        (line.Outcome, line.Blocks, line.Fix).ShouldBe((CheckOutcome.Warned, null, "run 'paygress-provider trial'"));
    }

    [Fact]
    public async Task RunAsync_AllHeld_IsOneLine()
    {
        await KeepAsync(new TrialLine("root", HostCapability.Leases, TrialOutcome.Held, "is read-only"));

        (await LookAsync()).ShouldHaveSingleItem().Detail.ShouldBe("1 of 1 limits hold, as tried at 2026-03-01 12:30");
    }

    [Fact]
    public async Task RunAsync_OneIsBroken_TakesWhatNeedsItOffTheOffer()
    {
        await KeepAsync(
            new TrialLine("root", HostCapability.Leases, TrialOutcome.Held, "is read-only"),
            new TrialLine("volume size", HostCapability.DataVolumes, TrialOutcome.Broken, "it got more"),
            new TrialLine("cpu", HostCapability.Leases, TrialOutcome.Unknown, "no answer"));

        var lines = await LookAsync();

        lines.Select(l => (l.Name, l.Outcome, l.Blocks)).ShouldBe(
            [("trial", CheckOutcome.Passed, null), ("volume size", CheckOutcome.Failed, HostCapability.DataVolumes), ("cpu", CheckOutcome.Warned, null)]);
        lines[1].Detail.ShouldBe("does not hold, as tried at 2026-03-01 12:30: it got more");
    }

    private Task KeepAsync(params TrialLine[] lines) => _book.WriteAsync(new TrialReport(At, "1", [.. lines]), TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<CheckLine>> LookAsync() => new TrialCheck(_book).RunAsync(TestContext.Current.CancellationToken);
}
