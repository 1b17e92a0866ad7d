namespace Paygress.Provider.Core.Disk;

/// <summary>Measures the room that is left for containers and volumes.</summary>
public interface IDiskMeter
{
    /// <summary>What is free on the file systems of docker's root and of the data directory.</summary>
    Task<DiskRoom> FindFreeAsync(CancellationToken cancellationToken);
}
