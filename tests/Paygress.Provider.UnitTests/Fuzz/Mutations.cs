using System.Collections.Immutable;
using System.Text;
using CsCheck;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>Good examples with flaws: in their bytes, and in the structure of those that are JSON.</summary>
internal static class Mutations
{
    private const int MostDoubled = 40;

    // What stands in the place of a value.
    private static readonly ImmutableArray<string> Values =
    [
        "null", "true", "0", "-1", "1.5", "1e999", "99999999999999999999", "-9223372036854775808", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[null]", "[[]]",
        """{"a":null}""", "\"9999-12-31T23:59:59.9999999Z\"", "\"0001-01-01T00:00:00Z\"", Nested('[', ']'), Nested("""{"a":""", "}"), $"\"{new string('x', 5000)}\"", "",
    ];

    // What gets between the bytes.
    private static readonly ImmutableArray<string> Pieces =
        ["\0", "\n", "\r", " ", "\t", "\"", "\\", "\\ud800", ":", ",", "-", "=", "/", "%", "{", "}", "[", "]", "null", "99999999999999999999", "é", "\ufeff", "\u202e", "𝟙", new string('9', 400), new string('(', 400)];

    private static readonly Gen<(int Kind, double At, int Length, byte Byte)> Flaw = Gen.Select(Gen.Int[0, 7], Gen.Double[0, 1], Gen.Int[1, 24], Gen.Byte);

    private static readonly Gen<(int Kind, double At, int Value)> Change = Gen.Select(Gen.Int[0, 4], Gen.Double[0, 1], Gen.Int[0, 1_000_000]);

    /// <summary>One of the examples with one to four flaws in its bytes.</summary>
    public static Gen<byte[]> Bytes(params string[] good) =>
        Gen.Select(Gen.Int[0, good.Length - 1], Flaw.Array[1, 4], (which, flaws) => flaws.Aggregate(Encoding.UTF8.GetBytes(good[which]), Spoil));

    /// <summary>The same, read as the output of a program is.</summary>
    public static Gen<string> Text(params string[] good) => Bytes(good).Select(Encoding.UTF8.GetString);

    /// <summary>One of the examples, each a JSON text or lines of them, with flaws in its structure, or in its bytes, or both.</summary>
    public static Gen<byte[]> Json(params string[] good) => Gen.Select(Gen.Int[0, good.Length - 1], Change.Array[0, 2], Flaw.Array[0, 2], (which, changes, flaws) =>
        flaws.Aggregate(Encoding.UTF8.GetBytes(changes.Aggregate(good[which], Restructure)), Spoil));

    /// <summary>The same, read as the output of a program is.</summary>
    public static Gen<string> JsonText(params string[] good) => Json(good).Select(Encoding.UTF8.GetString);

    private static byte[] Spoil(byte[] bytes, (int Kind, double At, int Length, byte Byte) flaw)
    {
        var at = (int)(flaw.At * bytes.Length);
        var end = Math.Min(bytes.Length, at + flaw.Length);
        return flaw.Kind switch
        {
            0 when at < bytes.Length => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (flaw.Byte & 7))), .. bytes[(at + 1)..]],
            1 => [.. bytes[..at], flaw.Byte, .. bytes[Math.Min(bytes.Length, at + 1)..]],
            2 => [.. bytes[..at], flaw.Byte, .. bytes[at..]],
            3 => [.. bytes[..at], .. bytes[end..]],
            4 => bytes[..at],
            5 => [.. bytes[..end], .. Enumerable.Repeat(bytes[at..end], 1 + (flaw.Byte % MostDoubled)).SelectMany(b => b), .. bytes[end..]],
            6 => bytes[at..],
            _ => [.. bytes[..at], .. Encoding.UTF8.GetBytes(Pieces[flaw.Byte % Pieces.Length]), .. bytes[at..]],
        };
    }

    private static string Restructure(string text, (int Kind, double At, int Value) change)
    {
        if (JsonSpans.Of(text) is { IsEmpty: false } whole)
        {
            return Rewrite(text, whole, change);
        }

        // Docker prints a value a line.
        var lines = text.Split('\n');
        var number = change.Value % lines.Length;
        lines[number] = JsonSpans.Of(lines[number]) is { IsEmpty: false } spans ? Rewrite(lines[number], spans, change) : lines[number];
        return string.Join('\n', lines);
    }

    private static string Rewrite(string json, ImmutableArray<(int? Name, int Start, int End)> spans, (int Kind, double At, int Value) change)
    {
        var (name, start, end) = spans[Math.Min(spans.Length - 1, (int)(change.At * spans.Length))];
        var bytes = Encoding.UTF8.GetBytes(json);
        var (before, value, after) = (Slice(bytes, 0, start), Slice(bytes, start, end), Slice(bytes, end, bytes.Length));
        var (outside, member) = (Slice(bytes, 0, name ?? start), Slice(bytes, name ?? start, end));
        return change.Kind switch
        {
            0 => outside.TrimEnd().TrimEnd(',') + after,
            1 => $"{outside}{member},{member}{after}",
            2 when name is not null => $"{outside}\"x{member[1..]}{after}",
            3 => $"{before}[{value},{value}]{after}",
            _ => before + Values[change.Value % Values.Length] + after,
        };
    }

    private static string Slice(byte[] bytes, int from, int to) => Encoding.UTF8.GetString(bytes[from..to]);

    private static string Nested(object open, object close) => $"{string.Concat(Enumerable.Repeat(open, 200))}1{string.Concat(Enumerable.Repeat(close, 200))}";
}
