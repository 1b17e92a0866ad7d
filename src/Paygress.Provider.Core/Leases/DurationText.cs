using System.Globalization;
using System.Text;

namespace Paygress.Provider.Core.Leases;

/// <summary>Durations as people write them: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>30d</c>, <c>250ms</c>; also <c>00:10:00</c>.</summary>
public static class DurationText
{
    private static readonly (string Unit, TimeSpan Size)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("m", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads a duration; parts go from large to small, each unit at most once, no signs, no overflow.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        return text.Contains(':', StringComparison.Ordinal)
            ? text.Count(c => c == ':') == 2 && TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out duration) && duration >= TimeSpan.Zero
            : TryParseParts(text, out duration);
    }

    /// <summary>Writes a duration so that <see cref="TryParse"/> reads the same (to the millisecond).</summary>
    public static string Format(TimeSpan duration)
    {
        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var rest = duration.Duration();
        foreach (var (unit, size) in Units)
        {
            var count = rest.Ticks / size.Ticks;
            rest -= size * count;
            text.Append(count > 0 ? string.Create(CultureInfo.InvariantCulture, $"{count}{unit}") : "");
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static bool TryParseParts(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var (total, position, nextUnit) = (0m, 0, 0);
        while (position < text.Length)
        {
            var number = TakeWhile(text, ref position, char.IsAsciiDigit);
            var name = TakeWhile(text, ref position, char.IsAsciiLetter);
            var unit = Array.FindIndex(Units, u => u.Unit == name);
            if (unit < nextUnit || !decimal.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > TimeSpan.MaxValue.Ticks / Units[unit].Size.Ticks)
            {
                return false;
            }

            total += count * Units[unit].Size.Ticks;
            nextUnit = unit + 1;
        }

        duration = total <= long.MaxValue ? TimeSpan.FromTicks((long)total) : TimeSpan.Zero;
        return total <= long.MaxValue;
    }

    private static string TakeWhile(string text, ref int position, Func<char, bool> wanted)
    {
        var start = position;
        while (position < text.Length && wanted(text[position]))
        {
            position++;
        }

        return text[start..position];
    }
}
