namespace Paygress.Provider.Api.Messages;

/// <summary>One entry of the machine's journal.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Priority">As syslog counts it: 3 is an error, 4 a warning, 6 information.</param>
/// <param name="Event">The event's name; none where it is not one of ours.</param>
/// <param name="Message">What it says.</param>
internal sealed record JournalEntryMessage(DateTimeOffset At, int Priority, string? Event, string Message);
