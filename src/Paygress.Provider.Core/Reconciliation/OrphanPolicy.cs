namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Whether things of ours that no lease explains may be removed: only while the books know every lease that made something.</summary>
public sealed class OrphanPolicy(bool mayRemove)
{
    private volatile bool _mayRemove = mayRemove;

    public bool MayRemove => _mayRemove;

    /// <summary>Forbids it for as long as this provider runs: somebody may miss what it would remove.</summary>
    public void Forbid() => _mayRemove = false;
}
