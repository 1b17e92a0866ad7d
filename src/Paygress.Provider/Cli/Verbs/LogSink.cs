using System.Text;
using System.Text.Json;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Writes a log to standard output as it is, or a JSON object for each line, or piece of a long one; a screen is spared what would steer it.</summary>
internal sealed class LogSink(Stream output, bool json, bool isScreen) : IAsyncDisposable
{
    // A tenant who never ends a line must not fill the operator's memory.
    private const int LongestLine = 64 * 1024;

    private readonly MemoryStream _line = new();
    private readonly PrintableBytes _printable = new();

    /// <summary>Returns false when nobody reads any more, as after <c>| head</c>.</summary>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await output.WriteAsync(json ? Lines(bytes.Span) : isScreen ? _printable.Next(bytes.Span) : bytes, cancellationToken);
            await output.FlushAsync(cancellationToken);
            return true;
        }
        catch (IOException e) when (StandardOutput.IsUnread(e))
        {
            return false;
        }
    }

    /// <summary>Writes a last line that had no line end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_line.Length > 0)
        {
            await WriteAsync("\n"u8.ToArray(), CancellationToken.None);
        }
    }

    private byte[] Lines(ReadOnlySpan<byte> bytes)
    {
        using var text = new MemoryStream();
        foreach (var b in bytes)
        {
            if (b != '\n')
            {
                _line.WriteByte(b);
                if (_line.Length < LongestLine)
                {
                    continue;
                }
            }

            text.Write(JsonSerializer.SerializeToUtf8Bytes(new LogLineMessage(Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length)), CliJsonContext.Default.LogLineMessage));
            text.WriteByte((byte)'\n');
            _line.SetLength(0);
        }

        return text.ToArray();
    }
}
