namespace Paygress.Provider.Linux.Docker;

/// <summary>The state in a <see cref="DockerContainer"/>.</summary>
internal sealed record DockerContainerState
{
    public string? Status { get; init; }

    public long ExitCode { get; init; }

    public string? Error { get; init; }

    public string? StartedAt { get; init; }

    public string? FinishedAt { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("OOMKilled")]
    public bool OomKilled { get; init; }
}
