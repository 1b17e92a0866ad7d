using System.CommandLine.Parsing;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>Reads a duration from the command line.</summary>
internal static class DurationParser
{
    /// <summary>The units, for help texts.</summary>
    public const string Units = "units d, h, m, s: 90s, 10m, 1h30m, 7d";

    public static TimeSpan Parse(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (!DurationText.TryParse(text, out var duration))
        {
            result.AddError($"'{text}' is no duration; write it like 90s, 10m, 1h30m or 7d");
        }
        else if (duration.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            result.AddError($"'{text}' is not a whole number of seconds");
        }

        return duration;
    }
}
