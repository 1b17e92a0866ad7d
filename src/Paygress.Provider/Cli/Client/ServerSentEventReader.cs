using System.Runtime.InteropServices;
using System.Text;

namespace Paygress.Provider.Cli.Client;

/// <summary>Reads server-sent events out of the bytes of a stream, wherever those are cut.</summary>
internal sealed class ServerSentEventReader
{
    // A provider's events have some hundred bytes; what is longer is none.
    private const int LongestLine = 64 * 1024;

    private readonly List<byte> _line = [];
    private string? _id;
    private string? _data;

    /// <summary>The blocks that these bytes complete.</summary>
    public IReadOnlyList<ServerSentEvent> Push(ReadOnlySpan<byte> bytes)
    {
        var events = new List<ServerSentEvent>();
        foreach (var b in bytes)
        {
            if (b != '\n')
            {
                Keep(b);
            }
            else if (Take() is { Length: > 0 } line)
            {
                Read(line);
            }
            else
            {
                events.Add(new ServerSentEvent(_id, _data));
                (_id, _data) = (null, null);
            }
        }

        return events;
    }

    private void Keep(byte b)
    {
        if (_line.Count < LongestLine)
        {
            _line.Add(b);
        }
    }

    private string Take()
    {
        var line = Encoding.UTF8.GetString(CollectionsMarshal.AsSpan(_line)).TrimEnd('\r');
        _line.Clear();
        return line;
    }

    private void Read(string line)
    {
        var (name, value) = line.Split(':', 2) is [var n, var v] ? (n, v.StartsWith(' ') ? v[1..] : v) : (line, "");
        _id = name == "id" ? value : _id;
        _data = name != "data" ? _data : _data is null ? value : $"{_data}\n{value}";
    }
}
