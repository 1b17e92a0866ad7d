using Paygress.Provider.Linux.Checks;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Looks which control groups the kernel has, version 1 or 2: without them docker drops limits and says so in a warning only.</summary>
/// <param name="root">Where the hierarchies are; another place in tests.</param>
internal sealed class CgroupSupport(string root = "/sys/fs/cgroup")
{
    private static readonly string[] Needed = ["cpu", "memory", "pids"];

    private string ControllersFile => Path.Join(root, "cgroup.controllers");

    /// <summary>The version, for a reader.</summary>
    public string Version => File.Exists(ControllersFile) ? "version 2" : "version 1";

    /// <summary>What is missing; none when containers can be held to their limits.</summary>
    public HostObstacle? Find()
    {
        var missing = Needed.Except(ListControllers()).ToArray();
        return missing.Length == 0
            ? null
            : new($"control groups {Version} without {string.Join(", ", missing)}", "mount /sys/fs/cgroup and enable these (kernel command line: cgroup_enable=memory)");
    }

    // In version 1 each controller has a directory, or a link to the one that it shares.
    private IEnumerable<string> ListControllers() => File.Exists(ControllersFile)
        ? File.ReadAllText(ControllersFile).Split(' ', StringSplitOptions.TrimEntries)
        : Directory.Exists(root) ? Directory.EnumerateDirectories(root).Select(d => Path.GetFileName(d)) : [];
}
