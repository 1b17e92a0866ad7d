using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>What came of confirming the end of a lease.</summary>
public abstract record ConfirmOutcome
{
    private ConfirmOutcome()
    {
    }

    /// <summary>The lease as it is now, by this request or by the same one before; being evicted when its end was over.</summary>
    public sealed record Confirmed(Lease Lease) : ConfirmOutcome;

    public sealed record Refused(Problem Problem) : ConfirmOutcome;
}
