namespace Paygress.Provider.Core.Disk;

/// <summary>Measures the room that is left for containers and volumes.</summary>
public interface IDiskMeter
{
    /// <summary>What may still be written, in bytes: on the file system of the data directory or of docker's root, where less is. None when it can't be measured.</summary>
    Task<long?> FindFreeAsync(CancellationToken cancellationToken);
}
