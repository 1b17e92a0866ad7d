using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.UnitTests.Commands;

public sealed class StreamReceiverTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    // As of "logs | less", on whose first page somebody reads for a while.
    [Fact]
    public async Task ReceiveAsync_ReceiverTakesItsTime_IsNotTheProgramsSilence()
    {
        var time = new FakeTimeProvider();
        var taken = new TaskCompletionSource();
        using var receiver = new StreamReceiver((_, _) => new ValueTask(taken.Task), Limit, time, CancellationToken.None);

        var receiving = receiver.ReceiveAsync(new CommandChunk(OutputSource.StandardOutput, new byte[1])).AsTask();
        time.Advance(Limit * 10);
        receiver.Stop.IsCancellationRequested.ShouldBeFalse();

        taken.SetResult();
        await receiving;
        time.Advance(Limit);
        receiver.Stop.IsCancellationRequested.ShouldBeTrue();
    }
}
