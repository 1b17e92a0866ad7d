using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class KeyedLocksTests
{
    private readonly KeyedLocks<int> _locks = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AcquireAsync_HeldKey_WaitsForItAlone()
    {
        var first = await _locks.AcquireAsync(1, Token);
        var second = _locks.AcquireAsync(1, Token);
        using var other = await _locks.AcquireAsync(2, Token);

        second.IsCompleted.ShouldBeFalse();
        first.Dispose();
        (await second).Dispose();

        _locks.IsHeld(1).ShouldBeFalse();
        _locks.IsHeld(2).ShouldBeTrue();
    }

    [Fact]
    public async Task AcquireAsync_CancelledWhileWaiting_LeavesNothingBehind()
    {
        using var stop = new CancellationTokenSource();
        var holder = await _locks.AcquireAsync(1, Token);
        var waiting = _locks.AcquireAsync(1, stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        _locks.IsHeld(1).ShouldBeTrue();
        holder.Dispose();
        _locks.IsHeld(1).ShouldBeFalse();
    }

    [Fact]
    public async Task Dispose_Twice_GivesBackOnce()
    {
        var holder = await _locks.AcquireAsync(1, Token);
        holder.Dispose();
        using var next = await _locks.AcquireAsync(1, Token);

        holder.Dispose();

        _locks.IsHeld(1).ShouldBeTrue();
        _locks.AcquireAsync(1, Token).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task AcquireAsync_ManyAtOnce_OneAtATime()
    {
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(async () =>
        {
            using var holder = await _locks.AcquireAsync(1, Token);
            most = Math.Max(most, Interlocked.Increment(ref inside));
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        })));

        most.ShouldBe(1);
        _locks.IsHeld(1).ShouldBeFalse();
    }
}
