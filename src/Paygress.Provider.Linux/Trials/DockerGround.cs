namespace Paygress.Provider.Linux.Trials;

/// <summary>What the limits of a container rest on, by <c>docker info</c>.</summary>
internal sealed record DockerGround
{
    public string? Kernel { get; init; }

    public string? Docker { get; init; }

    public string? Storage { get; init; }

    public string? CgroupVersion { get; init; }

    public string? Runtime { get; init; }

    /// <summary>In words; none when a part of it is missing, as when dockerd was gone meanwhile: older clients then print defaults, and call it success.</summary>
    /// <param name="runtime">The one of the settings; empty where dockerd's default counts.</param>
    public string? Describe(string runtime)
    {
        string?[] parts = [Kernel, Docker, Storage, CgroupVersion, runtime.Length > 0 ? runtime : Runtime];
        return parts.Any(string.IsNullOrEmpty) ? null : $"kernel {parts[0]}, docker {parts[1]} on {parts[2]}, control groups {parts[3]}, runtime {parts[4]}";
    }
}
