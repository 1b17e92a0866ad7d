namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/audit</c>: what books and host do not agree on. Empty findings mean that all is explained.</summary>
/// <param name="Findings">What is not explained.</param>
/// <param name="Unanswered">What could not be looked at, and why: the audit is not whole then.</param>
/// <param name="Checked">How many things of each kind were compared.</param>
internal sealed record AuditMessage(IReadOnlyList<AuditFindingMessage> Findings, IReadOnlyList<string> Unanswered, IReadOnlyDictionary<string, int> Checked);
