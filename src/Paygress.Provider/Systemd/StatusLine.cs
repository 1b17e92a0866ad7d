using System.Globalization;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Systemd;

/// <summary>Says in one line how the provider is.</summary>
internal static class StatusLine
{
    public static string Of(LeaseCounts counts, DateTimeOffset? nextExpiry, bool draining)
    {
        var parts = new List<string> { Count(counts.Active, "active") };
        AddIf(parts, counts.Queued + counts.Provisioning, "starting");
        AddIf(parts, counts.Locked, "locked");
        AddIf(parts, counts.Evicting, "ending");
        var next = nextExpiry is { } at ? string.Create(CultureInfo.InvariantCulture, $"; next end {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "";
        return string.Join(", ", parts) + next + (draining ? "; draining" : "");
    }

    private static void AddIf(List<string> parts, int count, string what)
    {
        if (count > 0)
        {
            parts.Add(Count(count, what));
        }
    }

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}");
}
