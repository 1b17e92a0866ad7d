namespace Paygress.Provider.Api.Messages;

/// <summary>One line of a lease's event log.</summary>
internal sealed record LeaseEventMessage(DateTimeOffset At, string Event, string State, string? Detail);
