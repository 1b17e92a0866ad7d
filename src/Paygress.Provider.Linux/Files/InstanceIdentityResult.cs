namespace Paygress.Provider.Linux.Files;

/// <summary>What came of reading or making the instance identity.</summary>
public abstract record InstanceIdentityResult
{
    private InstanceIdentityResult()
    {
    }

    /// <summary>It was read or made.</summary>
    public sealed record Opened(InstanceIdentity Identity) : InstanceIdentityResult;

    /// <summary>A file can't be read or written, or does not hold what it should.</summary>
    /// <param name="Reason">For the operator.</param>
    public sealed record Unusable(string Reason) : InstanceIdentityResult;
}
