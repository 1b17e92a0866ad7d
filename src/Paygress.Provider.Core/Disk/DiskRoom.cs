namespace Paygress.Provider.Core.Disk;

/// <summary>What may still be written, in bytes.</summary>
/// <param name="Containers">Where docker keeps what containers write; none when it can't be measured.</param>
/// <param name="Data">Where the data directory is; none when it can't be measured.</param>
/// <param name="AreOne">True when both are known to be one file system.</param>
public sealed record DiskRoom(long? Containers, long? Data, bool AreOne = false);
