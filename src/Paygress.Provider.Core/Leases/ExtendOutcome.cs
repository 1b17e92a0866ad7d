using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>What came of asking for more time.</summary>
public abstract record ExtendOutcome
{
    private ExtendOutcome()
    {
    }

    /// <summary>The lease as it is now, by this request or by the same one before.</summary>
    public sealed record Extended(Lease Lease) : ExtendOutcome;

    public sealed record Refused(Problem Problem) : ExtendOutcome;
}
