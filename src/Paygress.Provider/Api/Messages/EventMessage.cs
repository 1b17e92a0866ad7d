namespace Paygress.Provider.Api.Messages;

/// <summary>One event of <c>GET /v1/events</c>.</summary>
/// <param name="Id">Its number; <c>Last-Event-ID</c> goes on after it.</param>
/// <param name="State">The lease's state after it.</param>
internal sealed record EventMessage(long Id, DateTimeOffset At, string LeaseId, int? Vmid, string Event, string State, string? Detail);
