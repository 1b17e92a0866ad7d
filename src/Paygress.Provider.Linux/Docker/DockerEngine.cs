namespace Paygress.Provider.Linux.Docker;

/// <summary>What tells one engine from another, as <c>docker info</c> and the engine itself name it.</summary>
internal sealed record DockerEngine
{
    [System.Text.Json.Serialization.JsonPropertyName("ID")]
    public string? Id { get; init; }

    [System.Text.Json.Serialization.JsonPropertyName("DockerRootDir")]
    public string? Root { get; init; }

    public bool IsKnown => !string.IsNullOrEmpty(Id) && !string.IsNullOrEmpty(Root);
}
