using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseWorkTests
{
    private readonly World _world = new();
    private readonly LeaseId _id = LeaseId.New(Some.Now);

    [Fact]
    public async Task Begin_Work_IsInHandUntilItEndsAndThenTold()
    {
        var gate = new TaskCompletionSource();
        _world.Work.Begin([_id], () => gate.Task);
        var changed = _world.Ledger.Changed.Next;

        _world.Work.IsInHand(_id).ShouldBeTrue();
        gate.SetResult();
        await changed;

        _world.Work.IsInHand(_id).ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_WorkThrows_IsToldAndRestsBeforeItIsTakenUpAgain()
    {
        var changed = _world.Ledger.Changed.Next;
        _world.Work.Begin([_id], () => throw new InvalidOperationException("bug"));
        await World.UntilAsync(() => _world.Time.IsAwaited);
        _world.LoggedIds.ShouldBe([EventIds.LeaseWorkCrashed]);
        _world.Time.Advance(TimeSpan.FromMilliseconds(999));
        (_world.Work.IsInHand(_id), changed.IsCompleted).ShouldBe((true, false));

        _world.Time.Advance(TimeSpan.FromMilliseconds(1));
        await _world.Work.DrainAsync();

        await changed;
        _world.Work.IsInHand(_id).ShouldBeFalse();
    }

    [Fact]
    public async Task Begin_WorkIsCancelled_IsNotAFault()
    {
        _world.Work.Begin([_id], () => throw new OperationCanceledException());

        await _world.Work.DrainAsync();

        _world.LoggedIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task Begin_SecondWorkOnOneLease_IsInHandUntilBothEnd()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _world.Work.Begin([_id], () => first.Task);
        _world.Work.Begin([_id], () => second.Task);
        var changed = _world.Ledger.Changed.Next;

        first.SetResult();
        await changed;

        _world.Work.IsInHand(_id).ShouldBeTrue();
        second.SetResult();
        await _world.Work.DrainAsync();
        _world.Work.IsInHand(_id).ShouldBeFalse();
    }

    [Fact]
    public async Task DrainAsync_TwoWorksOnOneLease_WaitsForBoth()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        _world.Work.Begin([_id], () => first.Task);
        _world.Work.Begin([_id], () => second.Task);
        var drained = _world.Work.DrainAsync();
        var changed = _world.Ledger.Changed.Next;

        second.SetResult();
        await changed;

        drained.IsCompleted.ShouldBeFalse();
        first.SetResult();
        await drained;
    }

    [Fact]
    public void Begin_NoLease_DoesNothing() =>
        _world.Work.Begin([], () => throw new InvalidOperationException("must not run"));
}
