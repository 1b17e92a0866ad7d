namespace Paygress.Provider.Api.Messages;

/// <summary>One event of <c>GET /v1/events</c>.</summary>
/// <param name="Id">Its number; <c>Last-Event-ID</c> goes on after it.</param>
/// <param name="At">When it happened.</param>
/// <param name="LeaseId">The lease to which it happened.</param>
/// <param name="Vmid">The lease's number on this machine; none before it was admitted.</param>
/// <param name="Event">What happened, by its name in the books.</param>
/// <param name="State">The lease's state after it.</param>
/// <param name="Detail">More about it; none when there is no more to say.</param>
internal sealed record EventMessage(long Id, DateTimeOffset At, string LeaseId, int? Vmid, string Event, string State, string? Detail);
