using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Timers;

namespace Paygress.Provider.Linux.Timers;

/// <summary>The names of our timers' units, and what systemd lists of them. Pure.</summary>
/// <remarks>The second is in the name: a timer that is armed twice is one, and a later end has a name of its own.</remarks>
internal static class TimerUnits
{
    /// <summary>What all our names begin with; good as a filter, never as a proof.</summary>
    public const string Prefix = "paygress-end-";

    private const string TimerSuffix = ".timer";
    private const string ServiceSuffix = ".service";
    private const string Inactive = "inactive";
    private const int Columns = 5;

    // What systemd says of a unit; https://www.freedesktop.org/software/systemd/man/latest/systemctl.html
    private static readonly FrozenSet<string> ActiveStates =
        FrozenSet.Create(StringComparer.Ordinal, Inactive, "active", "reloading", "refreshing", "failed", "activating", "deactivating", "maintenance");

    /// <summary>The name without the kind of the unit.</summary>
    public static string NameOf(ExpiryTimer timer) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{timer.LeaseId}-{timer.Second}");

    /// <summary>The unit that waits.</summary>
    public static string TimerOf(ExpiryTimer timer) => NameOf(timer) + TimerSuffix;

    /// <summary>The unit that it starts.</summary>
    public static string ServiceOf(ExpiryTimer timer) => NameOf(timer) + ServiceSuffix;

    /// <summary>By which instance a timer was armed, for a reader and for us.</summary>
    public static string DescribeFor(string instanceId) => $"End of a lease of paygress {instanceId}";

    /// <summary>The timer behind a unit's name; none for any other name.</summary>
    public static ExpiryTimer? Read(string unit)
    {
        var name = Cut(Cut(unit, TimerSuffix), ServiceSuffix);
        var parts = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split('-') : [];
        return parts.Length == 2
            && LeaseId.TryParse(parts[0], out var id)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            && name == NameOf(new ExpiryTimer(id, second))
                ? new ExpiryTimer(id, second)
                : null;
    }

    /// <summary>The timers of one instance in systemd's list of units: name, load, active, sub, job if there is one, description. None at all when a line is not such a one: half a list is none.</summary>
    /// <remarks>A service that is not active is only loaded, because of the timer that waits to start it.</remarks>
    public static ImmutableArray<ExpiryTimer>? ReadList(string list, string instanceId)
    {
        var timers = ImmutableHashSet.CreateBuilder<ExpiryTimer>();
        foreach (var line in list.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var columns = line.Split(' ', Columns, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (columns.Length < Columns || !columns[0].StartsWith(Prefix, StringComparison.Ordinal) || !ActiveStates.Contains(columns[2]))
            {
                return null;
            }

            if (!line.TrimEnd().EndsWith(' ' + DescribeFor(instanceId), StringComparison.Ordinal))
            {
                continue;
            }

            if (Read(columns[0]) is not { } timer)
            {
                return null;
            }

            if (columns[2] != Inactive)
            {
                timers.Add(timer);
            }
        }

        return [.. timers];
    }

    private static string Cut(string name, string suffix) => name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
}
