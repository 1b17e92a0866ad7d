using System.Text;
using CsCheck;
using Serilog.Sinks.Journald;
using Serilog.Tests.Support;

namespace Serilog.Tests.Sinks.Journald;

public sealed class JournalEntryWriterTests
{
    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.Char, Gen.OneOf('\n', '\0', '=', '\r', '\ud800', '\udc00', 'é', 'A')).Array[0, 200].Select(chars => new string(chars));

    [Fact]
    public void Add_OneLine_WritesNameEqualsValue() =>
        Written(writer => writer.Add("NAME", "a=b")).ShouldBe("NAME=a=b\n");

    [Fact]
    public void Add_SeveralLines_WritesLengthAndValue() =>
        Written(writer => writer.Add("NAME", "é\nb")).ShouldBe("NAME\n\u0004\0\0\0\0\0\0\0é\nb\n");

    [Fact]
    public void Add_EmptyValue_IsKept() => Written(writer => writer.Add("NAME", "")).ShouldBe("NAME=\n");

    [Fact]
    public void Add_NoValue_WritesNothing() => Written(writer => writer.Add("NAME", null)).ShouldBeEmpty();

    [Fact]
    public void Add_SameNameTwice_KeepsTheFirst() =>
        Written(writer =>
        {
            writer.Add("NAME", "1");
            writer.Add("NAME", "2");
        }).ShouldBe("NAME=1\n");

    [Fact]
    public void Add_MoreThanAThousandFields_StopsThere()
    {
        var writer = new JournalEntryWriter(int.MaxValue);

        for (var i = 0; i < 2000; i++)
        {
            writer.Add($"F{i}", "x");
        }

        JournalEntry.Parse(writer.Entry.Span).Fields.Count.ShouldBe(1000);
    }

    [Fact]
    public void Add_ValueOverTheMaximum_IsCut()
    {
        var writer = new JournalEntryWriter(maximumValueLength: 3);

        writer.Add("NAME", "abc\ndef");

        Encoding.UTF8.GetString(writer.Entry.Span).ShouldBe("NAME=abc\n");
    }

    [Fact]
    public void Add_AnyTexts_AreReadBack() =>
        Text.Array[1, 10].Sample(texts =>
        {
            var writer = new JournalEntryWriter(int.MaxValue);
            for (var i = 0; i < texts.Length; i++)
            {
                writer.Add($"FIELD{i}", texts[i]);
            }

            var expected = texts.Select((text, i) => KeyValuePair.Create($"FIELD{i}", WithoutLoneSurrogates(text)));
            return JournalEntry.Parse(writer.Entry.Span).Fields.SequenceEqual(expected);
        });

    private static string WithoutLoneSurrogates(string text) => string.Concat(text.EnumerateRunes());

    private static string Written(Action<JournalEntryWriter> write)
    {
        var writer = new JournalEntryWriter(int.MaxValue);
        write(writer);
        return Encoding.UTF8.GetString(writer.Entry.Span);
    }
}
