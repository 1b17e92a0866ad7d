using System.Buffers.Binary;
using System.Text;

namespace Serilog.Tests.Support;

/// <summary>An entry of the native protocol, read as journald reads it: strictly, both forms.</summary>
internal sealed class JournalEntry
{
    private JournalEntry(IReadOnlyList<KeyValuePair<string, string>> fields) => Fields = fields;

    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; }

    public IEnumerable<string> Names => Fields.Select(pair => pair.Key);

    public string this[string name] => Fields.Single(pair => pair.Key == name).Value;

    public static JournalEntry Parse(ReadOnlySpan<byte> bytes)
    {
        var fields = new List<KeyValuePair<string, string>>();
        while (!bytes.IsEmpty)
        {
            fields.Add(ReadField(ref bytes));
        }

        return new JournalEntry(fields);
    }

    private static KeyValuePair<string, string> ReadField(ref ReadOnlySpan<byte> bytes)
    {
        var newline = bytes.IndexOf((byte)'\n');
        var line = bytes[..newline];
        bytes = bytes[(newline + 1)..];

        var equals = line.IndexOf((byte)'=');
        return equals >= 0 ? Field(line[..equals], line[(equals + 1)..]) : Field(line, ReadLengthPrefixed(ref bytes));
    }

    private static ReadOnlySpan<byte> ReadLengthPrefixed(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var value = bytes.Slice(sizeof(long), length);
        bytes[sizeof(long) + length].ShouldBe((byte)'\n');
        bytes = bytes[(sizeof(long) + length + 1)..];
        return value;
    }

    private static KeyValuePair<string, string> Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        new(Encoding.ASCII.GetString(name), Encoding.UTF8.GetString(value));
}
