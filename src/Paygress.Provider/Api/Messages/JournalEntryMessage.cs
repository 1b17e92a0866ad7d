namespace Paygress.Provider.Api.Messages;

/// <summary>One entry of the machine's journal.</summary>
/// <param name="Priority">As syslog counts it: 3 is an error, 4 a warning, 6 information.</param>
internal sealed record JournalEntryMessage(DateTimeOffset At, int Priority, string? Event, string Message);
