using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Turns what docker shows of a container into what Core knows about. Pure.</summary>
internal sealed class DockerStatusReader(DockerLabels labels, string network)
{
    /// <summary>The container as Core sees it; none when the answer has no id.</summary>
    public ContainerStatus? Read(DockerContainer container)
    {
        if (container.Id is not { Length: > 0 } id)
        {
            return null;
        }

        var name = container.Name?.TrimStart('/') ?? string.Empty;
        var state = container.State;
        return new ContainerStatus
        {
            Id = id,
            Name = name,
            IsOurs = labels.IsOurs(container.Labels),
            LeaseId = DockerLabels.ReadLease(container.Labels),
            Vmid = DockerLabels.ReadVmid(container.Labels) ?? DockerNames.ReadContainer(name),
            State = StateOf(state?.Status),
            ExitCode = unchecked((int)(state?.ExitCode ?? 0)),
            CreatedAt = DockerJson.ReadTime(container.Created) ?? default,
            StartedAt = DockerJson.ReadTime(state?.StartedAt),
            FinishedAt = DockerJson.ReadTime(state?.FinishedAt),
            Ip = NoneIfEmpty(container.Networks?.GetValueOrDefault(network)?.IpAddress),
            Error = NoneIfEmpty(state?.Error),
            OomKilled = state?.OomKilled ?? false,
        };
    }

    private static ContainerState StateOf(string? status) => status switch
    {
        "created" => ContainerState.Created,
        "running" => ContainerState.Running,
        "paused" => ContainerState.Paused,
        "restarting" => ContainerState.Restarting,
        "removing" => ContainerState.Removing,
        "exited" => ContainerState.Exited,
        "dead" => ContainerState.Dead,
        _ => ContainerState.Unknown,
    };

    private static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
