using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.UnitTests.Trials;

public sealed class TrialLogTests
{
    private const int Most = 2 << 20;
    private readonly FakeTrialGround _ground = new();

    [Theory]
    [InlineData(Most, TrialOutcome.Held, "2 MB are kept of 5")]
    [InlineData(Most / 2, TrialOutcome.Held, "1 MB are kept of 5")]
    [InlineData(2 * Most, TrialOutcome.Broken, "4 MB are kept of 5")]
    [InlineData(0, TrialOutcome.Unknown, "0 MB are kept of 5")]
    [InlineData(Most / 5, TrialOutcome.Unknown, "0 MB are kept of 5")]
    public async Task TryAsync_Printed_IsJudgedByWhatIsKept(int kept, TrialOutcome outcome, string said)
    {
        _ground.Answer("count=80", 0, "80+0 records out");
        _ground.Kept = kept;

        (await TryAsync()).ShouldBe(new TrialLine("log size", HostCapability.Leases, outcome, said));
    }

    [Fact]
    public async Task TryAsync_CantPrint_IsNotHeld()
    {
        _ground.Answer("count", 1, "dd: can't open '/proc/1/fd/1': Permission denied\n");

        (await TryAsync()).ShouldBe(new TrialLine("log size", HostCapability.Leases, TrialOutcome.Unknown, "it could not print: dd: can't open '/proc/1/fd/1': Permission denied"));
    }

    [Fact]
    public async Task TryAsync_NoAnswer_IsNotHeld()
    {
        _ground.Answer("count", HostResult.Unknown<TrialAnswer>("it did not end within 120 s"));

        (await TryAsync()).ShouldBe(new TrialLine("log size", HostCapability.Leases, TrialOutcome.Unknown, "it did not end within 120 s"));
    }

    private Task<TrialLine> TryAsync() => new TrialLog(_ground, _ground).TryAsync("c", Most, TestContext.Current.CancellationToken);
}
