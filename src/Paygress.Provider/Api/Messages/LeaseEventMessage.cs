namespace Paygress.Provider.Api.Messages;

/// <summary>One line of a lease's event log.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Event">What happened; names are stable.</param>
/// <param name="State">The state that came of it.</param>
/// <param name="Detail">More, for a reader; none when there is none.</param>
internal sealed record LeaseEventMessage(DateTimeOffset At, string Event, string State, string? Detail);
