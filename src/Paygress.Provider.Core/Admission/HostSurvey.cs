using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.StoreLoss;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Admission;

/// <summary>Looks at the host before an admission: is it prepared, which numbers are taken, and what is free.</summary>
public sealed class HostSurvey(LeaseRebuilder rebuilder, ComputeMemory memory, IComputeBackend compute, IVolumeBackend volumes, IHostPorts ports, INodeMeter meter)
{
    private volatile bool _prepared;

    /// <summary>What is taken and free now. "Docker did not answer" is not "nothing is taken".</summary>
    public async Task<HostResult<HostOccupancy>> LookAsync(CancellationToken cancellationToken)
    {
        // A lease that is made in a docker that forgot the others would make it look like theirs.
        if (await FindLossAsync(cancellationToken) is { } loss)
        {
            return HostResult.Unknown<HostOccupancy>(loss);
        }

        if (!_prepared && await compute.PrepareAsync(cancellationToken) is { IsDone: false } refused)
        {
            return refused.As<HostOccupancy>();
        }

        _prepared = true;

        // What leases hold that were lost with their books must not be given to others.
        if (await rebuilder.EnsureAsync(cancellationToken) is { IsDone: false } unknown)
        {
            return unknown.As<HostOccupancy>();
        }

        var byContainers = compute.FindOccupiedVmidsAsync(cancellationToken);
        var byVolumes = await volumes.FindOccupiedVmidsAsync(cancellationToken);
        var containers = await byContainers;
        if (containers is not HostResult<ImmutableHashSet<Vmid>>.Done { Value: var named })
        {
            return containers.As<HostOccupancy>();
        }

        if (byVolumes is not HostResult<ImmutableHashSet<Vmid>>.Done { Value: var traced })
        {
            return byVolumes.As<HostOccupancy>();
        }

        return meter.Measure() is { } node && ports.FindBusy() is { } busy
            ? HostResult.Of(new HostOccupancy(named.Union(traced), busy, node))
            : HostResult.Unknown<HostOccupancy>("cpu, memory, disk or ports of this machine could not be measured");
    }

    // One that was found is looked for again: the sweep that would find it gone may be a minute away.
    private async Task<string?> FindLossAsync(CancellationToken cancellationToken) =>
        _prepared && memory.Loss is null ? null : await memory.FindLossAsync(cancellationToken);
}
