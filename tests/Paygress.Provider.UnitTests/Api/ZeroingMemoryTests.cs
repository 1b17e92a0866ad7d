using System.Buffers;
using Paygress.Provider.Api;

namespace Paygress.Provider.UnitTests.Api;

public sealed class ZeroingMemoryTests
{
    [Fact]
    public void Pool_BlockGivenBack_IsZeroed()
    {
        using var pool = new ZeroingMemoryPool();
        var block = pool.Rent();
        var memory = block.Memory;
        memory.Span.Fill(7);

        block.Dispose();
        block.Dispose();

        memory.ToArray().ShouldAllBe(b => b == 0);
        using var first = pool.Rent();
        using var second = pool.Rent();
        first.Memory.Equals(second.Memory).ShouldBeFalse("a block that was given back twice is lent once");
    }

    [Fact]
    public void Buffer_Grows_KeepsWhatWasWritten()
    {
        using var buffer = new ZeroingBuffer();
        var bytes = Enumerable.Range(0, 10_000).Select(i => (byte)i).ToArray();

        foreach (var b in bytes)
        {
            buffer.Write(new ReadOnlySequence<byte>([b]));
        }

        buffer.Written.ToArray().ShouldBe(bytes);
        buffer.Dispose();
        buffer.Written.ToArray().ShouldAllBe(b => b == 0);
    }
}
