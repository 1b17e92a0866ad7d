using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class StreamReceiverTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly StreamSpec Spec = new() { Program = "docker", Arguments = [], IdleLimit = Limit };
    private static readonly CommandChunk Chunk = new(OutputSource.StandardOutput, new byte[1]);

    // As of "logs | less", on whose first page somebody reads for a while.
    [Fact]
    public async Task ReceiveAsync_ReceiverTakesItsTime_IsNotTheProgramsSilence()
    {
        var time = new FakeTimeProvider();
        var taken = new TaskCompletionSource();
        using var receiver = new StreamReceiver(Spec, (_, _) => new ValueTask(taken.Task), time, CancellationToken.None);

        var receiving = receiver.ReceiveAsync(Chunk).AsTask();
        time.Advance(Limit * 10);
        receiver.Stop.IsCancellationRequested.ShouldBeFalse();

        taken.SetResult();
        await receiving;
        time.Advance(Limit);
        receiver.Stop.IsCancellationRequested.ShouldBeTrue();
    }

    // Its program and all it holds would stay for ever.
    [Fact]
    public void ReceiveAsync_ReceiverIsStuck_IsToBeEnded()
    {
        var time = new FakeTimeProvider();
        using var receiver = new StreamReceiver(Spec, (_, stop) => new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, time, stop)), time, CancellationToken.None);
        _ = receiver.ReceiveAsync(Chunk).AsTask();

        time.Advance(Spec.ReceiverLimit);

        receiver.Stop.IsCancellationRequested.ShouldBeTrue();
    }
}
