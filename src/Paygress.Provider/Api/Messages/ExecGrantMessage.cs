namespace Paygress.Provider.Api.Messages;

/// <summary>How to get into the container of a lease: the answer to <see cref="ExecMessage"/>.</summary>
internal sealed record ExecGrantMessage
{
    /// <summary>The docker client that the provider uses.</summary>
    public required string Docker { get; init; }

    /// <summary>Where its daemon is; none for docker's own default.</summary>
    public string? DockerHost { get; init; }

    /// <summary>The container's full id: its vmid may go to another lease meanwhile.</summary>
    public required string ContainerId { get; init; }
}
