using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What is said to docker about data volumes, word for word. Pure.</summary>
internal sealed class DockerVolumeArguments(DockerLabels labels)
{
    public const string NameFormat = "--format={{json .Name}}";

    /// <summary>Creates a volume; with a device dockerd mounts that when a container uses it, without one it is a directory of docker's.</summary>
    public ImmutableArray<string> Create(LeaseId leaseId, Vmid vmid, string? device) =>
    [
        "volume", "create", "--driver=local",
        .. OptionsFor(device).Select(option => $"--opt={option.Key}={option.Value}"),
        .. labels.Of(leaseId, vmid).Select(label => $"--label={label.Key}={label.Value}"),
        "--", DockerNames.VolumeOf(vmid),
    ];

    /// <summary>The words of a container's mount that name its volume.</summary>
    /// <remarks>Docker makes a volume of its own for a container whose entry is gone, in clear and without a bound: by these labels it is known as ours, and by its options as not the right one.</remarks>
    public string Mount(LeaseId leaseId, Vmid vmid) =>
        string.Join(',', labels.Of(leaseId, vmid).Select(label => $"volume-label={label.Key}={label.Value}").Prepend($"type=volume,source={DockerNames.VolumeOf(vmid)}"));

    public static ImmutableArray<string> Delete(Vmid vmid) => ["volume", "rm", "--", DockerNames.VolumeOf(vmid)];

    public static ImmutableArray<string> Inspect(IEnumerable<string> names) => ["volume", "inspect", InspectFormats.Whole, "--", .. names];

    /// <summary>The names of all volumes of ours.</summary>
    public ImmutableArray<string> ListOurs() => ["volume", "ls", $"--filter=label={labels.OfHost}", NameFormat];

    /// <summary>The names of all volumes that may bear one of our names.</summary>
    public static ImmutableArray<string> ListNames() => ["volume", "ls", $"--filter=name={DockerNames.Prefix}", NameFormat];

    /// <summary>The options that a volume on this device must have.</summary>
    public static ImmutableSortedDictionary<string, string> OptionsFor(string? device) =>
        device is null
            ? ImmutableSortedDictionary<string, string>.Empty
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
                .Add("type", "ext4").Add("o", "nosuid,nodev").Add("device", device);
}
