using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Makes, starts and looks at containers.</summary>
internal sealed class DockerContainers(DockerClient client, DockerArguments arguments, DockerStatusReader reader, ContainerInits inits, DockerOptions options)
{
    private const int BatchSize = 100;

    private readonly DockerDetailsReader _details = new(reader);
    private readonly ImageVolumes _imageVolumes = new(client, options);
    private readonly RootQuota _rootQuota = new(client, options);

    public async Task<HostResult<string>> CreateAsync(ContainerSpec spec, CancellationToken cancellationToken)
    {
        var declared = await _imageVolumes.FindAsync(spec.ImageId, cancellationToken);
        if (declared is not HostResult<ImmutableArray<string>>.Done { Value: var volumes })
        {
            return declared.As<string>();
        }

        var boundsRoot = spec.Workload.WritableRoot && await _rootQuota.IsThereAsync(cancellationToken);
        var answer = await client.AskAsync(arguments.Create(spec, boundsRoot, volumes), options.CreateTimeout, cancellationToken);
        if (answer.ToResult() is not HostResult<string>.Done { Value: var output })
        {
            return answer.ToResult();
        }

        var id = output.Trim();
        return DockerIds.IsFull(id) ? HostResult.Of(id) : HostResult.Unknown<string>("docker create gave no container id");
    }

    public async Task<HostResult<Nothing>> StartAsync(string containerId, CancellationToken cancellationToken) =>
        (await client.AskAsync(DockerArguments.Start(containerId), options.StartTimeout, cancellationToken)).ToEffect();

    public async Task<HostResult<ContainerStatus?>> InspectAsync(Vmid vmid, CancellationToken cancellationToken) =>
        (await InspectAsync([DockerNames.ContainerOf(vmid)], cancellationToken)).Select(found => found.FirstOrDefault());

    /// <summary>What the container of this vmid says of its lease; none when there is none, or it is not ours.</summary>
    public async Task<HostResult<ContainerDetails?>> DescribeAsync(Vmid vmid, CancellationToken cancellationToken)
    {
        string[] name = [DockerNames.ContainerOf(vmid)];
        var answer = await client.AskAsync(DockerArguments.Describe(name[0]), options.QueryTimeout, cancellationToken);
        return DockerLists.ReadEach(answer, DockerJsonContext.Default.DockerContainer, name, IsOf)
            .Select(found => found.Select(_details.Read).FirstOrDefault(d => d.Status.IsOurs));
    }

    /// <summary>Any container by its full id; none when it is not there.</summary>
    public async Task<HostResult<ContainerStatus?>> FindAsync(string containerId, CancellationToken cancellationToken) =>
        (await InspectAsync([containerId], cancellationToken)).Select(found => found.FirstOrDefault());

    /// <summary>Every container of ours, in two steps: ids, then details in batches. One that vanishes in between is not there.</summary>
    public async Task<HostResult<ImmutableArray<ContainerStatus>>> ListOursAsync(CancellationToken cancellationToken)
    {
        var listed = await ListTextsAsync(arguments.ListOurs(), cancellationToken);
        if (listed is not HostResult<ImmutableArray<string>>.Done { Value: var ids })
        {
            return listed.As<ImmutableArray<ContainerStatus>>();
        }

        var all = ImmutableArray.CreateBuilder<ContainerStatus>(ids.Length);
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var result = await InspectAsync(batch, cancellationToken);
            if (result is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var found })
            {
                return result;
            }

            all.AddRange(found);
        }

        // Labels do not change: one that has lost ours since it was listed by it was not understood, and is not gone.
        return all.All(status => status.IsOurs)
            ? HostResult.Of(all.ToImmutable())
            : HostResult.Unknown<ImmutableArray<ContainerStatus>>("docker listed a container as ours and described it as another's");
    }

    /// <summary>The vmids whose container name is taken by anybody.</summary>
    public async Task<HostResult<ImmutableHashSet<Vmid>>> FindOccupiedVmidsAsync(CancellationToken cancellationToken) =>
        // A container may have several names: links of the old kind add "other/alias".
        (await ListTextsAsync(DockerArguments.ListNames(), cancellationToken)).Select(names =>
            names.SelectMany(n => n.Split(',')).Select(n => DockerNames.ReadContainer(n.TrimStart('/'))).OfType<Vmid>().ToImmutableHashSet());

    private async Task<HostResult<ImmutableArray<string>>> ListTextsAsync(ImmutableArray<string> command, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(command, options.QueryTimeout, cancellationToken);
        return DockerLists.ReadAll(answer, DockerJsonContext.Default.String);
    }

    private async Task<HostResult<ImmutableArray<ContainerStatus>>> InspectAsync(string[] idsOrNames, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.Inspect(idsOrNames), options.QueryTimeout, cancellationToken);
        return DockerLists.ReadEach(answer, DockerJsonContext.Default.DockerContainer, idsOrNames, IsOf).Select(found => found.Select(Read).ToImmutableArray());
    }

    private ContainerStatus Read(DockerContainer container)
    {
        inits.Note(container);
        return reader.Read(container);
    }

    private static bool IsOf(DockerContainer container, string idOrName) =>
        DockerIds.IsFull(container.Id) && (container.Id == idOrName || container.Name == "/" + idOrName);
}
