using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Heartbeats;

public sealed class HeartbeatPublishingTests
{
    private readonly World _world = new();
    private readonly Publisher _good = new(_ => Task.CompletedTask);

    [Fact]
    public async Task PublishOnceAsync_AllWell_ReachesAll()
    {
        var other = new Publisher(_ => Task.CompletedTask);
        var publishing = Make(_good, other);

        await publishing.PublishOnceAsync(World.Token);

        (_good.Published, other.Published).ShouldBe((1, 1));
        publishing.LastAt.ShouldBe(Some.Now);
        _world.LoggedIds.ShouldBeEmpty();
    }

    [Fact]
    public async Task PublishOnceAsync_OneThrowsAndOneHangs_ReachesTheOthersInTime()
    {
        var publishing = Make(new Publisher(_ => throw new InvalidOperationException("broken")), new Publisher(token => new TaskCompletionSource().Task.WaitAsync(token)), _good);

        var once = publishing.PublishOnceAsync(World.Token);

        // Without a moment passing.
        await World.UntilAsync(() => _world.Measured.Lines.Contains("heartbeat test True"));
        await _world.PassAsync(once);
        _world.Time.GetUtcNow().ShouldBe(Some.Now.AddSeconds(10));
        publishing.LastAt.ShouldBe(Some.Now);
        _world.LoggedIds.ShouldBe([EventIds.HeartbeatPublishFailed, EventIds.HeartbeatPublishFailed]);
        _world.Measured.Lines.ShouldBe(["heartbeat test False", "heartbeat test False", "heartbeat test True"], ignoreOrder: true);
    }

    [Fact]
    public async Task PublishOnceAsync_OneIgnoresItsToken_IsLeftBehind()
    {
        var never = new TaskCompletionSource();

        await _world.PassAsync(Make(new Publisher(_ => never.Task)).PublishOnceAsync(World.Token));

        _world.LoggedIds.ShouldBe([EventIds.HeartbeatPublishFailed]);
    }

    [Fact]
    public async Task PublishOnceAsync_NobodyPublishes_IsNoHeartbeat()
    {
        var publishing = Make(new Publisher(_ => throw new InvalidOperationException("broken")));

        await publishing.PublishOnceAsync(World.Token);

        publishing.LastAt.ShouldBeNull();
    }

    [Fact]
    public async Task PublishOnceAsync_MachineNotMeasured_SaysSo()
    {
        _world.Meter.Node = null;

        await Make(_good).PublishOnceAsync(World.Token);

        _good.Published.ShouldBe(0);
        _world.LoggedIds.ShouldBe([EventIds.NodeNotMeasured]);
    }

    [Fact]
    public async Task PublishOnceAsync_Stopped_EndsAtOnce()
    {
        using var stop = new CancellationTokenSource();
        var once = Make(new Publisher(token => new TaskCompletionSource().Task.WaitAsync(token))).PublishOnceAsync(stop.Token);

        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => once);
    }

    private HeartbeatPublishing Make(params IHeartbeatPublisher[] publishers) => new(
        HeartbeatComposers.Of(_world),
        publishers,
        Options.Create(new HeartbeatOptions()),
        _world.Measured,
        _world.Time,
        new FakeLogger<HeartbeatPublishing>(_world.LogCollector));

    private sealed class Publisher(Func<CancellationToken, Task> publish) : IHeartbeatPublisher
    {
        private int _published;

        public string Name => "test";

        public int Published => Volatile.Read(ref _published);

        public async Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken)
        {
            await publish(cancellationToken);
            Interlocked.Increment(ref _published);
        }
    }
}
