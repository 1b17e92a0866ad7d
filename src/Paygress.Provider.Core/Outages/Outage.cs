namespace Paygress.Provider.Core.Outages;

/// <summary>A time in which a lease's container can't run through no fault of its tenant.</summary>
/// <param name="Since">When it began.</param>
/// <param name="Held">By how much the lease's end is put off until the outage is over and its length known: the most that it can still be credited.</param>
public sealed record Outage(DateTimeOffset Since, TimeSpan Held)
{
    /// <summary>What the tenant gets back when it ends at <paramref name="at"/>.</summary>
    public TimeSpan CreditAt(DateTimeOffset at) =>
        TimeSpan.FromTicks(Math.Clamp((at - Since).Ticks, 0, Held.Ticks));
}
