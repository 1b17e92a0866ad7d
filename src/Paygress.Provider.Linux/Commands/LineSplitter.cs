using System.Buffers;
using System.Text;

namespace Paygress.Provider.Linux.Commands;

/// <summary>Makes lines of bytes that come in arbitrary pieces; an endless line costs no more than the limit.</summary>
internal sealed class LineSplitter(OutputSource source, int maxLineBytes)
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private bool _dropped;

    /// <summary>Takes the next piece and returns the lines that it completes.</summary>
    public IReadOnlyList<CommandLine> Push(ReadOnlySpan<byte> bytes)
    {
        var lines = new List<CommandLine>();
        for (var end = bytes.IndexOf((byte)'\n'); end >= 0; end = bytes.IndexOf((byte)'\n'))
        {
            Keep(bytes[..end]);
            lines.Add(Take());
            bytes = bytes[(end + 1)..];
        }

        Keep(bytes);
        return lines;
    }

    /// <summary>The last line where the output ends without a line end; otherwise <see langword="null"/>.</summary>
    public CommandLine? End() => _line.WrittenCount == 0 && !_dropped ? null : Take();

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Min(bytes.Length, maxLineBytes - _line.WrittenCount);
        _line.Write(bytes[..kept]);
        _dropped |= kept < bytes.Length;
    }

    private CommandLine Take()
    {
        var bytes = _line.WrittenSpan;
        if (!_dropped && bytes.EndsWith("\r"u8))
        {
            bytes = bytes[..^1];
        }

        var line = new CommandLine(source, Encoding.UTF8.GetString(bytes), _dropped);
        _line.ResetWrittenCount();
        _dropped = false;
        return line;
    }
}
