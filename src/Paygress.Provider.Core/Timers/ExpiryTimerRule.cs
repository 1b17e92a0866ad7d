using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Timers;

/// <summary>When the timer of a lease fires. Pure.</summary>
public static class ExpiryTimerRule
{
    // Clocks read one after the other, and rounding, differ by less; the margin is larger, so it never makes an end early.
    private const long Tolerance = 2;

    /// <summary>How long after the end it fires, before it is rounded up to a whole second.</summary>
    public static TimeSpan Margin(CleanupOptions options) => options.StopGrace + LeaseEvictor.KillGrace; // where the provider lives, it is the first

    /// <summary>The timer that a lease with an end should have.</summary>
    /// <param name="now">Read before <paramref name="uptime"/>: what passes between the two makes it later, never earlier.</param>
    public static ExpiryTimer For(Lease lease, DateTimeOffset now, TimeSpan uptime, TimeSpan margin)
    {
        var end = lease.ExpiresAt ?? throw new ArgumentException("a lease that has not started has no end", nameof(lease));
        var at = uptime + (end - now) + margin;
        return new ExpiryTimer(lease.Id, (long)Math.Max(0, Math.Ceiling(at.TotalSeconds)));
    }

    /// <summary>True when a timer that is armed does for the one that should be.</summary>
    public static bool Fits(ExpiryTimer armed, ExpiryTimer wanted) =>
        armed.LeaseId == wanted.LeaseId && Math.Abs(armed.Second - wanted.Second) <= Tolerance;

    /// <summary>True for the end that a lease begins with: no timer can be armed for an earlier one.</summary>
    public static bool IsFirstEnd(Lease lease) => lease.Extensions.IsEmpty && lease.ExpiresAt == lease.StartedAt + lease.Duration;

    /// <summary>True when a lease needs no timer: in an outage nothing of it runs, and how long it lasts is known only after it; an end that is held ends nothing.</summary>
    public static bool IsWithout(Lease lease) => lease.Outage is not null || lease.Held;
}
