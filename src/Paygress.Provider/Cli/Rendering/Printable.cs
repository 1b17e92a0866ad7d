using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Makes text from elsewhere safe to show: a docker message or an image name must not steer the terminal, or push a table apart.</summary>
internal static class Printable
{
    // Letters of some scripts carry two marks; a tower of them covers the lines above.
    private const int MostMarks = 2;

    /// <summary>One line of which a terminal shows every character where it stands: no controls, no change of direction, nothing invisible.</summary>
    public static string Line(string text) => text.All(c => c is >= ' ' and <= '~') ? text : Clean(text);

    /// <summary>How many columns it takes.</summary>
    public static int Width(string text) => text.All(c => c is >= ' ' and <= '~') ? text.Length : text.GetCellWidth();

    /// <summary>At most <paramref name="width"/> columns; what is cut shows as an ellipsis.</summary>
    public static string Fit(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var (cut, left) = (new StringBuilder(), width - 1);
        foreach (var element in Elements(text))
        {
            if ((left -= Width(element)) < 0)
            {
                break;
            }

            cut.Append(element);
        }

        return width < 1 ? "" : cut.Append('…').ToString();
    }

    private static string Clean(string text)
    {
        var (line, marks) = (new StringBuilder(text.Length), 0);
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            marks = category is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark ? marks + 1 : 0;
            if (marks <= MostMarks && !IsVariation(rune))
            {
                line.Append(Steers(category) ? " " : rune.ToString());
            }
        }

        return line.ToString().Trim();
    }

    // Terminals do not agree on the width of a character that one of these follows.
    private static bool IsVariation(Rune rune) => rune.Value is >= 0xFE00 and <= 0xFE0F or >= 0xE0100 and <= 0xE01EF;

    private static bool Steers(UnicodeCategory category) => category
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Surrogate;

    private static IEnumerable<string> Elements(string text)
    {
        for (var elements = StringInfo.GetTextElementEnumerator(text); elements.MoveNext();)
        {
            yield return elements.GetTextElement();
        }
    }
}
