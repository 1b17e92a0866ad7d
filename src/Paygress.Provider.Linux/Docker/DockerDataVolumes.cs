using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Docker's side of data volumes: the entry that tells dockerd what to mount.</summary>
internal sealed class DockerDataVolumes(DockerClient client, DockerLabels labels, DockerOptions options)
{
    private readonly DockerVolumeArguments _arguments = new(labels);

    /// <summary>Makes the entry; fails when one of that name is there that is not exactly this.</summary>
    /// <param name="device">What dockerd is to mount; none for a directory of docker's.</param>
    public async Task<HostResult<Nothing>> CreateAsync(LeaseId leaseId, Vmid vmid, string? device, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(_arguments.Create(leaseId, vmid, device), options.CreateTimeout, cancellationToken);
        if (!answer.ToEffect().IsDone)
        {
            return answer.ToEffect();
        }

        // Docker says "done" to a name that exists, and keeps the old device.
        return await FindAsync(vmid, cancellationToken) switch
        {
            HostResult<DockerVolume?>.Done { Value: { } volume } => IsExactly(volume, leaseId, device)
                ? HostResult.Done
                : HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the docker volume {DockerNames.VolumeOf(vmid)} is there already and is not this lease's"),
            HostResult<DockerVolume?>.Done => HostResult.Failed<Nothing>(ErrorCodes.BackendError, $"the docker volume {DockerNames.VolumeOf(vmid)} is gone right after it was made"),
            var other => other.As<Nothing>(),
        };
    }

    /// <summary>The volume of that vmid, whoever made it; none when there is none.</summary>
    public async Task<HostResult<DockerVolume?>> FindAsync(Vmid vmid, CancellationToken cancellationToken) =>
        (await InspectAsync([DockerNames.VolumeOf(vmid)], cancellationToken)).Select(found => found.FirstOrDefault());

    /// <summary>Removes the entry. The caller has seen that it is this lease's; one that is gone is no error.</summary>
    public async Task<HostResult<Nothing>> DeleteAsync(Vmid vmid, CancellationToken cancellationToken) =>
        (await client.AskAsync(DockerVolumeArguments.Delete(vmid), options.DeleteTimeout, cancellationToken))
            .ToEffectExcept(DockerRefusal.NoSuchObject);

    /// <summary>Every volume with our host label.</summary>
    public async Task<HostResult<ImmutableArray<VolumeTrace>>> ListOursAsync(CancellationToken cancellationToken)
    {
        var listed = await ListNamesAsync(_arguments.ListOurs(), cancellationToken);
        if (listed is not HostResult<ImmutableArray<string>>.Done { Value: var names })
        {
            return listed.As<ImmutableArray<VolumeTrace>>();
        }

        return (names.IsEmpty ? HostResult.Of<ImmutableArray<DockerVolume>>([]) : await InspectAsync(names, cancellationToken)) switch
        {
            HostResult<ImmutableArray<DockerVolume>>.Done { Value: var found } when found.All(v => labels.IsOurs(v.Labels)) => HostResult.Of(found.Select(TraceOf).ToImmutableArray()),

            // Removed and made anew by somebody in between, or not understood: another look tells.
            HostResult<ImmutableArray<DockerVolume>>.Done => HostResult.Unknown<ImmutableArray<VolumeTrace>>("docker listed a volume as ours and described it as another's"),
            var other => other.As<ImmutableArray<VolumeTrace>>(),
        };
    }

    /// <summary>The vmids whose volume name is taken by anybody.</summary>
    public async Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        (await ListNamesAsync(DockerVolumeArguments.ListNames(), cancellationToken)).Select(names => names.Select(DockerNames.ReadVolume).OfType<Vmid>().ToImmutableHashSet());

    /// <summary>True when this instance made it for this lease.</summary>
    public bool IsOf(DockerVolume volume, LeaseId leaseId) => labels.IsOurs(volume.Labels) && DockerLabels.ReadLease(volume.Labels) == leaseId;

    /// <summary>True when it is this lease's, and dockerd will mount this device and nothing else.</summary>
    public bool IsExactly(DockerVolume volume, LeaseId leaseId, string? device)
    {
        var expected = DockerVolumeArguments.OptionsFor(device);
        var actual = volume.Options ?? [];
        return IsOf(volume, leaseId)
            && volume.Driver == "local"
            && actual.Count == expected.Count
            && expected.All(option => actual.GetValueOrDefault(option.Key) == option.Value);
    }

    private static VolumeTrace TraceOf(DockerVolume volume)
    {
        var name = volume.Name ?? string.Empty;
        return new VolumeTrace(
            VolumeTraceKind.DockerVolume,
            name,
            DockerNames.ReadVolume(name) ?? DockerLabels.ReadVmid(volume.Labels),
            DockerLabels.ReadLease(volume.Labels),
            DockerJson.ReadTime(volume.CreatedAt));
    }

    private async Task<HostResult<ImmutableArray<string>>> ListNamesAsync(ImmutableArray<string> command, CancellationToken cancellationToken) =>
        DockerLists.ReadAll(await client.AskAsync(command, options.QueryTimeout, cancellationToken), DockerJsonContext.Default.String);

    private async Task<HostResult<ImmutableArray<DockerVolume>>> InspectAsync(ImmutableArray<string> names, CancellationToken cancellationToken) =>
        DockerLists.ReadEach(
            await client.AskAsync(DockerVolumeArguments.Inspect(names), options.QueryTimeout, cancellationToken),
            DockerJsonContext.Default.DockerVolume,
            names,
            (volume, name) => volume.Name == name);
}
