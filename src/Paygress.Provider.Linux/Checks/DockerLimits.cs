namespace Paygress.Provider.Linux.Checks;

/// <summary>Which limits dockerd says that it can set, by <c>docker info</c>.</summary>
internal sealed record DockerLimits
{
    public required bool Memory { get; init; }

    public required bool Swap { get; init; }

    public required bool Cpu { get; init; }

    public required bool Pids { get; init; }

    public string? CgroupVersion { get; init; }

    public string? CgroupDriver { get; init; }

    /// <summary>False when dockerd was gone meanwhile: then older clients print nothing but defaults, and call it success.</summary>
    public bool HasAnswer => !string.IsNullOrEmpty(CgroupVersion);

    /// <summary>What a tenant could take without bound.</summary>
    public IEnumerable<string> Missing()
    {
        if (!Cpu)
        {
            yield return "cpu";
        }

        if (!Memory)
        {
            yield return "memory";
        }

        if (!Pids)
        {
            yield return "pids";
        }
    }
}
