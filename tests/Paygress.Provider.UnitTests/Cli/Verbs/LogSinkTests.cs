using Paygress.Provider.Cli.Verbs;

namespace Paygress.Provider.UnitTests.Cli.Verbs;

public sealed class LogSinkTests
{
    private const int BrokenPipe = 32;
    private const int NoSpace = 28;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteAsync_NobodyReadsAnyMore_SaysSo()
    {
        await using var sink = new LogSink(new Broken(BrokenPipe), json: false, isScreen: false);

        (await sink.WriteAsync(new byte[1], Token)).ShouldBeFalse();
    }

    // Else a part would pass for the whole log.
    [Fact]
    public async Task WriteAsync_DiskIsFull_Fails()
    {
        await using var sink = new LogSink(new Broken(NoSpace), json: false, isScreen: false);

        await Should.ThrowAsync<IOException>(async () => await sink.WriteAsync(new byte[1], Token));
    }

    private sealed class Broken(int errno) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("it is broken", errno);
    }
}
