namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/leases/{id}/why</c>: the lease's story.</summary>
/// <param name="LeaseId">The lease.</param>
/// <param name="Vmid">Its number on this machine; none before it was admitted.</param>
/// <param name="State">Its state now.</param>
/// <param name="Summary">How it is and why, in one sentence.</param>
/// <param name="Steps">What was done for it, in order.</param>
/// <param name="Journal">The latest entries of the machine's journal about it, oldest first.</param>
/// <param name="JournalObstacle">Why there is no journal to read; none when it was read.</param>
internal sealed record WhyMessage(
    string LeaseId, int? Vmid, string State, string Summary, IReadOnlyList<WhyStepMessage> Steps, IReadOnlyList<JournalEntryMessage> Journal, string? JournalObstacle);
