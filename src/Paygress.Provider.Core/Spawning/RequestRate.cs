using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>How often each owner asks. Kept in memory: a restart of the provider forgets it.</summary>
/// <remarks>Each owner has one moment, which every request moves on by its share of a minute; it may be a minute ahead (the generic cell rate algorithm).</remarks>
public sealed class RequestRate(TimeProvider timeProvider)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<OwnerId, DateTimeOffset> _paidUntil = [];
    private DateTimeOffset _tidiedAt;

    /// <summary>Counts a request; none if it may be taken, else how long its owner has to wait. One that is refused is not counted.</summary>
    /// <param name="perMinute">The most in any minute.</param>
    public TimeSpan? Count(OwnerId owner, int perMinute)
    {
        lock (_gate)
        {
            var now = timeProvider.GetUtcNow();
            Tidy(now);
            var before = _paidUntil.GetValueOrDefault(owner);
            var after = (before > now ? before : now) + (Window / perMinute);
            if (after - now > Window)
            {
                return after - now - Window;
            }

            _paidUntil[owner] = after;
            return null;
        }
    }

    // Owners are claims: who makes up a new one each time must not fill memory.
    private void Tidy(DateTimeOffset now)
    {
        if (now - _tidiedAt < Window)
        {
            return;
        }

        _tidiedAt = now;
        foreach (var (owner, _) in _paidUntil.Where(p => p.Value <= now))
        {
            _paidUntil.Remove(owner);
        }
    }
}
