namespace Paygress.Provider.Core.Disk;

/// <summary>What may still be written, in bytes. The two may be one file system.</summary>
/// <param name="Containers">Where docker keeps what containers write; none when it can't be measured.</param>
/// <param name="Data">Where the data directory is; none when it can't be measured.</param>
public sealed record DiskRoom(long? Containers, long? Data);
