using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The names of a lease's things in docker. A filter of docker matches parts of names, so names are read back exactly here.</summary>
internal static class DockerNames
{
    /// <summary>What all our names begin with; good as a filter, never as a proof.</summary>
    public const string Prefix = "paygress-";

    private const string VolumeSuffix = "-data";

    public static string ContainerOf(Vmid vmid) => Prefix + vmid;

    public static string VolumeOf(Vmid vmid) => Prefix + vmid + VolumeSuffix;

    /// <summary>The vmid in a container's name; none for any other name.</summary>
    public static Vmid? ReadContainer(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && Vmid.TryParse(name.AsSpan(Prefix.Length), out var vmid) ? vmid : null;

    /// <summary>The vmid in a volume's name; none for any other name.</summary>
    public static Vmid? ReadVolume(string name) =>
        name.EndsWith(VolumeSuffix, StringComparison.Ordinal) ? ReadContainer(name[..^VolumeSuffix.Length]) : null;
}
