using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Turns what docker shows of a container into what Core knows about. Pure.</summary>
internal sealed class DockerStatusReader(DockerLabels labels, string network)
{
    /// <summary>The container as Core sees it.</summary>
    public ContainerStatus Read(DockerContainer container)
    {
        var name = container.Name?.TrimStart('/') ?? string.Empty;
        var state = container.State;
        return new ContainerStatus
        {
            Id = container.Id ?? string.Empty,
            Name = name,
            IsOurs = labels.IsOurs(container.Labels),
            LeaseId = DockerLabels.ReadLease(container.Labels),
            Vmid = DockerLabels.ReadVmid(container.Labels) ?? DockerNames.ReadContainer(name),
            State = StateOf(state?.Status),
            ExitCode = unchecked((int)(state?.ExitCode ?? 0)),
            CreatedAt = DockerJson.ReadTime(container.Created),
            StartedAt = DockerJson.ReadTime(state?.StartedAt),
            FinishedAt = DockerJson.ReadTime(state?.FinishedAt),
            Ip = NoneIfEmpty(container.Networks?.GetValueOrDefault(network)?.IpAddress),
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
