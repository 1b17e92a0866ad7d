using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>One thing to do so that books and host agree again.</summary>
public abstract record ReconcileStep
{
    private ReconcileStep()
    {
    }

    /// <summary>A request waits; if it was taken and the work on it broke off, it goes back to its place in the queue.</summary>
    public sealed record Requeue(Lease Lease) : ReconcileStep;

    /// <summary>A lease was being provisioned by a process that is no more.</summary>
    public sealed record RecoverSpawn(Lease Lease) : ReconcileStep;

    /// <summary>The container of an active lease was not seen running.</summary>
    public sealed record CheckContainer(Lease Lease) : ReconcileStep;

    /// <summary>State and kernel do not agree on whether the key of an encrypted volume is there.</summary>
    public sealed record CheckKey(Lease Lease) : ReconcileStep;

    /// <summary>A container of ours that no lease explains.</summary>
    public sealed record RemoveContainer(ContainerStatus Container) : ReconcileStep;

    /// <summary>A trace of a volume of ours that no lease explains.</summary>
    public sealed record RemoveVolume(VolumeTrace Trace) : ReconcileStep;

    /// <summary>An env file whose request waits for nothing any more.</summary>
    public sealed record RemoveEnvironment(RequestId RequestId, DateTimeOffset WrittenAt) : ReconcileStep;
}
