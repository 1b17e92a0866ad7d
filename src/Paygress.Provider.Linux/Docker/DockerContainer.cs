namespace Paygress.Provider.Linux.Docker;

/// <summary>A container as <c>docker inspect</c> shows it; only what we ask for.</summary>
internal sealed record DockerContainer
{
    public string? Id { get; init; }

    public string? Name { get; init; }

    public string? Created { get; init; }

    public DockerContainerState? State { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }

    public Dictionary<string, DockerEndpoint>? Networks { get; init; }

    public string? Runtime { get; init; }

    /// <summary>The id of its image. Asked for, as all below, only of one alone.</summary>
    public string? Image { get; init; }

    public long NanoCpus { get; init; }

    public long Memory { get; init; }

    public bool ReadonlyRootfs { get; init; }

    /// <summary>By port and protocol, as <c>8080/tcp</c>.</summary>
    public Dictionary<string, DockerPortBinding[]?>? PortBindings { get; init; }

    /// <summary>The names of its env, of which there may be as many as an image and a tenant say.</summary>
    public string[]? EnvNames { get; init; }
}
