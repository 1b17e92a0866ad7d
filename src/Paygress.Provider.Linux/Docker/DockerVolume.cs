namespace Paygress.Provider.Linux.Docker;

/// <summary>A volume as <c>docker volume inspect</c> shows it.</summary>
internal sealed record DockerVolume
{
    public string? Name { get; init; }

    public string? CreatedAt { get; init; }

    public string? Driver { get; init; }

    public Dictionary<string, string?>? Labels { get; init; }

    public Dictionary<string, string>? Options { get; init; }
}
