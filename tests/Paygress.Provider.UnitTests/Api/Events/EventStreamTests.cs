using System.Text;
using Paygress.Provider.Api.Events;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Api.Events;

public sealed class EventStreamTests
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly World _world = new();

    [Fact]
    public async Task Copy_WithoutFollow_IsAllAfterThePlaceInOrder()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Queued));
        await ApplyAsync(lease, [.. Some.EventsTo(LeaseState.Active)]);
        using var output = new MemoryStream();

        (await Stream().CopyAsync(output, after: 1002, follow: false, Token)).ShouldBeTrue();

        var text = Encoding.UTF8.GetString(output.ToArray());
        text.ShouldStartWith("retry: 1000\nid: 1002\n\nid: 1003\ndata: {\"id\":1003,");
        text.ShouldContain($"\"lease_id\":\"{lease.Id}\",\"vmid\":1000,\"event\":\"ImageReady\",\"state\":\"provisioning\"");
        text.ShouldContain("\"event\":\"Started\",\"state\":\"active\",\"detail\":\"container 0123456789ab\"}\n\n");
        text.ShouldNotContain("\"Added\"");
    }

    [Fact]
    public async Task Copy_ManyEvents_AreReadInBatches()
    {
        for (var i = 0; i < 250; i++)
        {
            _world.Books.Add(Some.Lease(LeaseState.Queued));
        }

        using var output = new MemoryStream();

        await Stream().CopyAsync(output, after: 0, follow: false, Token);

        Encoding.UTF8.GetString(output.ToArray()).Split("\ndata: ").Length.ShouldBe(251);
        _world.Books.Events.LargestBatch.ShouldBe(EventStream.Batch);
    }

    [Fact]
    public async Task Copy_Following_SendsWhatHappensAndBeatsBetween()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Queued));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var output = new PickyStream();
        var copy = Stream().CopyAsync(output, after: 1001, follow: true, stop.Token);

        _world.Time.Advance(EventStream.Beat);
        await World.UntilAsync(() => output.Text.Contains(": still there\n\n", StringComparison.Ordinal));
        await ApplyAsync(lease, [.. Some.EventsTo(LeaseState.Active)[..1]]);
        await World.UntilAsync(() => output.Text.Contains("\"Admitted\"", StringComparison.Ordinal));

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(copy);
    }

    [Fact]
    public async Task Copy_ClientThatTakesNothing_IsLetGoAndDelaysNobody()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Queued));
        await using var output = new PickyStream { IsStuck = true };
        var copy = Stream().CopyAsync(output, after: 0, follow: true, Token);

        await ApplyAsync(lease, [.. Some.EventsTo(LeaseState.Active)]);
        copy.IsCompleted.ShouldBeFalse();
        _world.Time.Advance(EventStream.Patience);

        (await copy).ShouldBeFalse();
    }

    private EventStream Stream() => new(_world.Books.Events, _world.Ledger, _world.Clock, _world.Time);

    private async Task ApplyAsync(Lease lease, LeaseEvent[] events)
    {
        foreach (var e in events)
        {
            (await _world.Ledger.ApplyAsync(lease.Id, e, Token)).ShouldBeOfType<ApplyResult.Applied>();
        }
    }

    /// <summary>A client's end: takes all, or nothing.</summary>
    private sealed class PickyStream : MemoryStream
    {
        private readonly Lock _gate = new();

        public bool IsStuck { get; init; }

        public string Text
        {
            get
            {
                lock (_gate)
                {
                    return Encoding.UTF8.GetString(ToArray());
                }
            }
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (IsStuck)
            {
                var never = new TaskCompletionSource();
                await using var _ = cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
                await never.Task;
            }

            lock (_gate)
            {
                Write(buffer.Span);
            }
        }
    }
}
