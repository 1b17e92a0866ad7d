using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Where the kernel shows processes, block devices and mappings; other places in tests. Pure.</summary>
internal sealed record KernelPaths(string Processes = "/proc", string BlockDevices = "/sys/block", string Mappings = "/dev/mapper")
{
    private const string Prefix = "paygress-";
    private const string Suffix = "-luks";

    /// <summary>The name of a volume's mapping.</summary>
    public static string MappingOf(Vmid vmid) => Prefix + vmid + Suffix;

    /// <summary>The device of a volume's mapping.</summary>
    public string DeviceOf(Vmid vmid) => Path.Join(Mappings, MappingOf(vmid));

    /// <summary>The vmid in the name of a mapping; none for any other name.</summary>
    public static Vmid? ReadMapping(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
        && name.Length > Prefix.Length + Suffix.Length && Vmid.TryParse(name.AsSpan(Prefix.Length..^Suffix.Length), out var vmid) ? vmid : null;
}
