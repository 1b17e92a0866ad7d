using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Serilog.Sinks.Journald;

/// <summary>Writes fields in the journal's native form: <c>NAME=value</c>, or length-prefixed where the value has a newline.</summary>
/// <param name="maximumValueLength">Values are cut to this many characters.</param>
internal sealed class JournalEntryWriter(int maximumValueLength)
{
    // Journald drops an entry of more than 1024 fields as a whole, and adds some 20 of its own.
    private const int MaximumFields = 1000;

    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>The entry as far as it is written.</summary>
    public ReadOnlyMemory<byte> Entry => _buffer.WrittenMemory;

    /// <summary>Whether a field of this name is in the entry.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Adds a field; no value, no field.</summary>
    public void Add(string name, string? value)
    {
        if (value is null || _names.Count == MaximumFields || !_names.Add(name))
        {
            return;
        }

        var text = value.AsSpan(0, Math.Min(value.Length, maximumValueLength));
        WriteText(name);
        if (text.Contains('\n'))
        {
            WriteByte((byte)'\n');
            WriteLength(Encoding.UTF8.GetByteCount(text));
        }
        else
        {
            WriteByte((byte)'=');
        }

        WriteText(text);
        WriteByte((byte)'\n');
    }

    private void WriteText(ReadOnlySpan<char> text)
    {
        // Lone surrogates become U+FFFD: the journal takes bytes, its readers expect UTF-8.
        var length = Encoding.UTF8.GetByteCount(text);
        _buffer.Advance(Encoding.UTF8.GetBytes(text, _buffer.GetSpan(length)));
    }

    private void WriteLength(int length)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), length);
        _buffer.Advance(sizeof(long));
    }

    private void WriteByte(byte value)
    {
        _buffer.GetSpan(1)[0] = value;
        _buffer.Advance(1);
    }
}
