using System.Text;
using System.Text.Json;
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

    // A tenant who never ends a line must not fill the operator's memory.
    [Fact]
    public async Task WriteAsync_JsonOfALineWithoutEnd_ComesInPieces()
    {
        using var output = new MemoryStream();
        await using (var sink = new LogSink(output, json: true, isScreen: false))
        {
            await sink.WriteAsync(Encoding.ASCII.GetBytes(new string('x', 200_000)), Token);
            output.Length.ShouldBeGreaterThan(100_000);
        }

        var pieces = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        pieces.Sum(p => JsonDocument.Parse(p).RootElement.GetProperty("line").GetString()!.Length).ShouldBe(200_000);
    }

    private sealed class Broken(int errno) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("it is broken", errno);
    }
}
