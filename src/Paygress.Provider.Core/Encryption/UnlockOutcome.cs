using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Encryption;

/// <summary>What came of unlocking a lease.</summary>
public abstract record UnlockOutcome
{
    private UnlockOutcome()
    {
    }

    /// <summary>Its volume is open and its container runs.</summary>
    public sealed record Unlocked(Lease Lease) : UnlockOutcome;

    /// <summary>Nothing was changed, or what was is undone.</summary>
    public sealed record Refused(Problem Problem) : UnlockOutcome;
}
