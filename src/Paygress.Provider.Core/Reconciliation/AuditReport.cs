using System.Collections.Immutable;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>What an audit found, and how much it looked at.</summary>
/// <param name="Checked">How many things of each kind were compared.</param>
public sealed record AuditReport(ImmutableArray<AuditFinding> Findings, ImmutableSortedDictionary<string, int> Checked);
