namespace Paygress.Provider.Core.Stories;

/// <summary>One entry of the journal.</summary>
/// <param name="Priority">As syslog counts it: 3 is an error, 4 a warning, 6 information.</param>
/// <param name="Event">The event's name; none where it is not one of ours.</param>
public sealed record JournalEntry(DateTimeOffset At, int Priority, string? Event, string Message);
