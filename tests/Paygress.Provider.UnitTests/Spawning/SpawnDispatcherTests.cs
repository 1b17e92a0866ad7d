using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class SpawnDispatcherTests
{
    [Fact]
    public async Task DispatchNextAsync_NobodyWaits_GivesTheSlotBack()
    {
        var world = new World(slots: 1);

        (await world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();
        (await world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task DispatchNextAsync_SweepJustAfterTheTaking_DoesNotPutItBack()
    {
        var world = new World();
        using var docker = world.Compute.Faults.Hold("Start");
        var requeued = Task.CompletedTask;
        SpawnDispatcher? dispatcher = null;
        var queue = new WatchedQueue(world.Books.Queue, taken => requeued = dispatcher!.RequeueAsync(taken.Id, World.Token));
        dispatcher = new SpawnDispatcher(queue, world.Provisioner, world.Slots, world.Work);
        await world.SubmitAsync(Requests.Hello());

        (await dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeTrue();
        await requeued;

        (await dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();
        docker.Dispose();
        await world.Work.DrainAsync();
        dispatcher.Dispose();
    }

    [Fact]
    public async Task DispatchNextAsync_SlowPull_BlocksNobody()
    {
        var world = new World(slots: 1);
        world.Images.AddRemote("allowed/slow");
        using var registry = world.Images.Faults.Hold("Pull");
        var slow = await world.SubmitAsync(Requests.Hello() with { Template = null, Image = "allowed/slow" });
        var quick = await world.SubmitAsync(Requests.Hello());

        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => !world.Work.IsInHand(quick.Id));

        (await world.ReadAsync(quick.Id)).State.ShouldBe(LeaseState.Active);
        (await world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Provisioning);
        await World.UntilAsync(() => world.Progress.Find(slow.Id) == "Pulling");
        registry.Dispose();
        await world.Work.DrainAsync();
        (await world.ReadAsync(slow.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task DispatchNextAsync_AllSlotsBusy_Waits()
    {
        var world = new World(slots: 1);
        using var docker = world.Compute.Faults.Hold("Start");
        await world.SubmitAsync(Requests.Hello());
        await world.SubmitAsync(Requests.Hello());
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);

        var second = world.Dispatcher.DispatchNextAsync(World.Token, World.Token);

        second.IsCompleted.ShouldBeFalse();
        docker.Dispose();
        (await second).ShouldBeTrue();
        await world.Work.DrainAsync();
    }

    [Fact]
    public async Task DispatchNextAsync_ReleasedWhilePulling_IsEvictedAtOnce()
    {
        var world = new World();
        world.Images.AddRemote("allowed/slow");
        using var registry = world.Images.Faults.Hold("Pull");
        var slow = await world.SubmitAsync(Requests.Hello() with { Template = null, Image = "allowed/slow" });
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => world.Progress.Find(slow.Id) == "Pulling");

        await world.Releaser.ReleaseAsync(await world.ReadAsync(slow.Id), null, World.Token);
        await world.LeaseCleanup.EvictDueAsync(world.Time.GetUtcNow(), World.Token);

        await World.UntilAsync(() => world.LoggedIds.Contains(EventIds.LeaseEnded));
        (await world.ReadAsync(slow.Id)).EndReason.ShouldBe(EndReason.Released);
        await World.UntilAsync(() => !world.ImageFetcher.IsAny); // nobody else waits for it, and it would keep a turn
    }

    [Fact]
    public async Task DispatchNextAsync_OneOfTwoIsReleasedWhilePulling_TheOtherGetsTheImage()
    {
        var world = new World();
        world.Images.AddRemote("allowed/slow");
        var registry = world.Images.Faults.Hold("Pull");
        var request = Requests.Hello() with { Template = null, Image = "allowed/slow" };
        var (first, second) = (await world.SubmitAsync(request), await world.SubmitAsync(request));
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await world.Dispatcher.DispatchNextAsync(World.Token, World.Token);
        await World.UntilAsync(() => world.Progress.Find(first.Id) == "Pulling" && world.Progress.Find(second.Id) == "Pulling");

        await world.Releaser.ReleaseAsync(await world.ReadAsync(first.Id), null, World.Token);
        registry.Dispose();
        await world.PassAsync(world.Work.DrainAsync());

        (await world.ReadAsync(second.Id)).State.ShouldBe(LeaseState.Active);
        (await world.ReadAsync(first.Id)).EndReason.ShouldBe(EndReason.Released);
        world.Compute.Faults.Calls.Count(c => c.Verb == "Create").ShouldBe(1);
    }

    [Fact]
    public async Task DispatchNextAsync_StopWhilePulling_IsLeftForTheNextStart()
    {
        var world = new World();
        world.Images.AddRemote("allowed/slow");
        using var registry = world.Images.Faults.Hold("Pull");
        using var stop = new CancellationTokenSource();
        var lease = await world.SubmitAsync(Requests.Hello() with { Template = null, Image = "allowed/slow" });
        await world.Dispatcher.DispatchNextAsync(World.Token, stop.Token);
        await World.UntilAsync(() => world.Progress.Find(lease.Id) == "Pulling");

        await stop.CancelAsync();
        await world.Work.DrainAsync();

        var left = await world.ReadAsync(lease.Id);
        (left.State, left.ImageId).ShouldBe((LeaseState.Provisioning, null));
    }

    [Fact]
    public async Task DispatchNextAsync_Rejected_LeavesNoEnvFile()
    {
        var world = new World();
        world.Limits.Capacity.MaxLeases = 0;

        (await world.SpawnAsync()).State.ShouldBe(LeaseState.Failed);

        world.Environment.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task DispatchNextAsync_ReleasedWhileQueued_LeavesNoEnvFile()
    {
        var world = new World();
        var lease = await world.SubmitAsync(Requests.Hello());

        await world.Releaser.ReleaseAsync(lease, "changed my mind", World.Token);

        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Failed);
        world.Environment.List().ShouldBeEmpty();
    }

    [Fact]
    public async Task DispatchNextAsync_WorkBrokeOff_IsTakenUpAfterTheSweep()
    {
        var world = new World();
        var lease = await world.SubmitAsync(Requests.Hello());
        await world.Books.Queue.TakeAsync(World.Token);
        (await world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();

        await world.Reconciler.SweepOnceAsync(World.Token);

        (await world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeTrue();
        await world.Work.DrainAsync();
        (await world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task DispatchNextAsync_PullFails_LosesNoSlot()
    {
        var world = new World(slots: 1);
        for (var i = 0; i < 3; i++)
        {
            await world.SpawnAsync(Requests.Hello() with { Template = null, Image = "allowed/none" });
        }

        (await world.SpawnAsync()).State.ShouldBe(LeaseState.Active);
    }

    [Fact]
    public async Task DispatchNextAsync_ReleasedWhileQueued_IsPassedOver()
    {
        var world = new World();
        var lease = await world.SubmitAsync(Requests.Hello());
        await world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released(null, world.Time.GetUtcNow()), World.Token);

        (await world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeFalse();
    }

    [Fact]
    public async Task AsideAsync_WaitThrows_ReleasesOnce()
    {
        using var slots = new SpawnSlots(1);
        await slots.WaitAsync(World.Token);
        using (var slot = slots.Hold())
        {
            await Should.ThrowAsync<InvalidOperationException>(() => slot.AsideAsync<int>(() => throw new InvalidOperationException(), World.Token));
        }

        await slots.WaitAsync(World.Token);
        slots.WaitAsync(World.Token).IsCompleted.ShouldBeFalse();
    }
}
