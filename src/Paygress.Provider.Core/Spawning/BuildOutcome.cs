using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Spawning;

/// <summary>How building a lease's volume and container ended.</summary>
public abstract record BuildOutcome
{
    private BuildOutcome()
    {
    }

    /// <summary>The container runs and the lease is active.</summary>
    public sealed record Running : BuildOutcome;

    /// <summary>The lease left the state <c>provisioning</c> meanwhile; somebody else sees to it.</summary>
    public sealed record Overtaken : BuildOutcome;

    /// <summary>A step failed.</summary>
    /// <param name="MayStillHappen">A command was cut off and may take effect later.</param>
    public sealed record Failed(Problem Problem, bool MayStillHappen) : BuildOutcome
    {
        /// <inheritdoc cref="LeaseEvent.ProvisionFailed.ContainerId"/>
        public string? ContainerId { get; init; }
    }
}
