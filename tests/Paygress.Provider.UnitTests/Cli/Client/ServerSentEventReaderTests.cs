using System.Text;
using CsCheck;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.UnitTests.Cli.Client;

public sealed class ServerSentEventReaderTests
{
    private const string Stream = "retry: 1000\nid: 7\n\n: still there\n\nid: 8\r\ndata: {\"a\":\"é\"}\r\n\r\nid:9\ndata:one\ndata: two\nother\n\n";

    private static readonly ServerSentEvent[] Events = [new("7", null), new(null, null), new("8", "{\"a\":\"é\"}"), new("9", "one\ntwo")];

    [Fact]
    public void Push_WholeStream_IsItsBlocks() => new ServerSentEventReader().Push(Encoding.UTF8.GetBytes(Stream)).ShouldBe(Events);

    [Fact]
    public void Push_CutAnywhere_IsTheSame() => Gen.Int[0, Stream.Length].Array[0, 8].Sample(cuts =>
    {
        var (reader, bytes, read, from) = (new ServerSentEventReader(), Encoding.UTF8.GetBytes(Stream), new List<ServerSentEvent>(), 0);
        foreach (var to in cuts.Order().Append(bytes.Length))
        {
            read.AddRange(reader.Push(bytes.AsSpan(from, to - from)));
            from = to;
        }

        read.ShouldBe(Events);
    });

    [Fact]
    public void Push_LineWithoutEnd_IsBounded()
    {
        var reader = new ServerSentEventReader();
        for (var i = 0; i < 100; i++)
        {
            reader.Push(new byte[10_000]).ShouldBeEmpty();
        }

        reader.Push("\ndata: x\n\n"u8).ShouldBe([new ServerSentEvent(null, "x")]);
    }
}
