namespace Paygress.Provider.Linux.Docker;

/// <summary>The state in a <see cref="DockerContainer"/>.</summary>
internal sealed record DockerContainerState
{
    public string? Status { get; init; }

    /// <summary>The first process, by its number on the host; 0 when none runs.</summary>
    public int Pid { get; init; }

    public long ExitCode { get; init; }

    public string? StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("OOMKilled")]
    public bool OomKilled { get; init; }
}
