using System.Globalization;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api.Events;

/// <summary>From where a client wants events.</summary>
internal static class EventPlace
{
    /// <summary>The most that <c>?last=</c> may ask for.</summary>
    public const int MostLast = 10_000;

    /// <summary>The number after which to begin: that of <c>Last-Event-ID</c>, else before the last so many, else now.</summary>
    public static async Task<(long After, Problem? Fault)> FindAsync(string? lastEventId, string? last, IEventLog log, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(lastEventId))
        {
            return long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var given)
                ? (await BoundAsync(given, log, cancellationToken), null)
                : (0, new Problem(ErrorCodes.InvalidRequest, "must be the id of an event, a whole number", "Last-Event-ID"));
        }

        return !int.TryParse(string.IsNullOrEmpty(last) ? "0" : last, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostLast
            ? (0, new Problem(ErrorCodes.InvalidRequest, $"must be a whole number from 0 to {MostLast}", "last"))
            : (await log.FindPlaceAsync(count, cancellationToken), null);
    }

    // A number that was never given is of other books than these: all of these is new to that client.
    private static async Task<long> BoundAsync(long given, IEventLog log, CancellationToken cancellationToken) =>
        given <= await log.FindPlaceAsync(0, cancellationToken) ? given : 0;
}
