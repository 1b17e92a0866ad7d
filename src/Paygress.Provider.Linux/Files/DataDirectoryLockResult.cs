namespace Paygress.Provider.Linux.Files;

/// <summary>What came of locking the data directory.</summary>
public abstract record DataDirectoryLockResult
{
    private DataDirectoryLockResult()
    {
    }

    /// <summary>It is ours until the lock is disposed.</summary>
    public sealed record Acquired(DataDirectoryLock Lock) : DataDirectoryLockResult;

    /// <summary>Another process has it.</summary>
    /// <param name="Pid">That process, as it wrote itself down; none when it did not.</param>
    public sealed record Held(int? Pid) : DataDirectoryLockResult;

    /// <summary>The directory is missing or may not be written.</summary>
    /// <param name="Reason">For the operator.</param>
    public sealed record Unusable(string Reason) : DataDirectoryLockResult;
}
