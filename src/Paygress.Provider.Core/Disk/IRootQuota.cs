namespace Paygress.Provider.Core.Disk;

/// <summary>Tells whether this host can bound what a container writes into its root.</summary>
public interface IRootQuota
{
    /// <summary>True when it can: a writable root then holds as much as the tier's storage. False also without an answer.</summary>
    Task<bool> IsThereAsync(CancellationToken cancellationToken);
}
