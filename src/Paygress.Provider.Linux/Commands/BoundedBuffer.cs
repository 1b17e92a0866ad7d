using System.Buffers;
using System.Text;

namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// Keeps the first bytes it is given and drops the rest. It has a lock because a result may be taken while the pipe of
/// an unkillable program is still open.
/// </summary>
internal sealed class BoundedBuffer(int capacity)
{
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool _dropped;

    /// <summary>Keeps what still fits.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var kept = Math.Min(bytes.Length, capacity - _bytes.WrittenCount);
            _bytes.Write(bytes[..kept]);
            _dropped |= kept < bytes.Length;
        }
    }

    /// <summary>What was kept so far.</summary>
    /// <param name="readToEnd">Whether the writer's end was seen; if not, more may have come.</param>
    public BoundedText ToText(bool readToEnd)
    {
        lock (_lock)
        {
            return new BoundedText(Encoding.UTF8.GetString(_bytes.WrittenSpan), _dropped || !readToEnd);
        }
    }
}
