namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Whether things of ours that no lease explains may be removed: only while the store that made them is intact.</summary>
public sealed record OrphanPolicy(bool MayRemove);
