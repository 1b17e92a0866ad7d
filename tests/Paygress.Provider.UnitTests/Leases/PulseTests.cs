using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class PulseTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly Pulse _pulse = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Next_SentAfterItWasTaken_Completes()
    {
        var next = _pulse.Next;

        _pulse.Send();

        await next;
        _pulse.Next.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_NothingHappens_EndsAtTheDelay()
    {
        var waiting = Pulse.WaitAsync(_pulse.Next, TimeSpan.FromSeconds(5), _time, Token);

        _time.Advance(TimeSpan.FromMilliseconds(4999));
        waiting.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting;
    }

    [Fact]
    public async Task WaitAsync_Sent_EndsAtOnce()
    {
        var waiting = Pulse.WaitAsync(_pulse.Next, TimeSpan.MaxValue, _time, Token);

        _pulse.Send();

        await waiting;
    }

    [Fact]
    public async Task WaitAsync_FarAway_LooksAgainWithinTheHour()
    {
        var waiting = Pulse.WaitAsync(_pulse.Next, TimeSpan.MaxValue, _time, Token);

        _time.Advance(TimeSpan.FromHours(1));

        await waiting;
    }

    [Fact]
    public async Task WaitAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var waiting = Pulse.WaitAsync(_pulse.Next, TimeSpan.FromHours(1), _time, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void WaitAsync_NoDelay_EndsAtOnce(int seconds) =>
        Pulse.WaitAsync(_pulse.Next, TimeSpan.FromSeconds(seconds), _time, Token).IsCompletedSuccessfully.ShouldBeTrue();
}
