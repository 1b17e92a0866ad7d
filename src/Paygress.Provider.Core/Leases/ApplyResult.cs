using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Leases;

/// <summary>What came of applying an event to a stored lease.</summary>
public abstract record ApplyResult
{
    private ApplyResult()
    {
    }

    /// <summary>Stored; the lease as it is now.</summary>
    public sealed record Applied(Lease Lease) : ApplyResult;

    /// <summary>It had been applied before; the lease as it is.</summary>
    public sealed record Repeated(Lease Lease) : ApplyResult;

    /// <summary>It does not fit; the lease as it is, and why.</summary>
    public sealed record Refused(Lease Lease, Problem Problem) : ApplyResult
    {
        /// <summary>True when it fits and only the new end could not be taken down by a keeper of ends: it may be applied later.</summary>
        public bool IsEndNotKept { get; init; }
    }

    /// <summary>There is no such lease.</summary>
    public sealed record NotFound : ApplyResult;
}
