using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Looks at the entries of device-mapper in sysfs: no process, no ioctl, no right needed.</summary>
internal sealed class DeviceMappings(KernelPaths kernel)
{
    /// <summary>Every entry under one of our names, whoever made it.</summary>
    /// <exception cref="IOException">The kernel did not show them, which does not mean that there are none.</exception>
    public ImmutableArray<DeviceMapping> List() =>
        Directory.Exists(kernel.BlockDevices)
            ? [.. Directory.EnumerateFileSystemEntries(kernel.BlockDevices, "dm-*").Select(Read).OfType<DeviceMapping>().Where(m => m.Vmid is not null)]
            : [];

    /// <summary>The entry of this volume's name; none when there is none.</summary>
    /// <exception cref="IOException">The kernel did not show them.</exception>
    public DeviceMapping? Find(Vmid vmid) => List().FirstOrDefault(m => m.Vmid == vmid);

    /// <summary>What the mapping is stacked under.</summary>
    public ImmutableArray<string> ListAbove(DeviceMapping mapping) =>
        [.. Directory.EnumerateFileSystemEntries(kernel.BlockDevices, "dm-*")
            .Where(d => ReadLine(d, "dev") == mapping.Number)
            .SelectMany(d => NamesIn(Path.Join(d, "holders")))];

    private static DeviceMapping? Read(string directory)
    {
        var name = ReadLine(directory, "dm/name");
        var uuid = ReadLine(directory, "dm/uuid");
        var number = ReadLine(directory, "dev");
        return name is null || uuid is null || number is null
            ? null
            : new DeviceMapping(name, uuid, number, NamesIn(Path.Join(directory, "slaves")), ReadLine(directory, "dm/suspended") == "0" && ReadLine(directory, "ro") == "0");
    }

    private static ImmutableArray<string> NamesIn(string directory)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(directory).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    // An entry that goes away while it is looked at is gone; any other error is the caller's.
    private static string? ReadLine(string directory, string file)
    {
        try
        {
            return File.ReadAllText(Path.Join(directory, file)).TrimEnd('\n');
        }
        catch (IOException) when (!File.Exists(Path.Join(directory, file)))
        {
            return null;
        }
    }
}
