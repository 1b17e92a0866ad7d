namespace Paygress.Provider.Linux.Docker;

/// <summary>Which storage drivers take a size for a container's root, as docker documents <c>--storage-opt</c>. Pure.</summary>
internal static class RootQuotaRule
{
    private static readonly string[] Options = ["prjquota", "pquota"];

    /// <summary>True for btrfs and zfs, and for overlay on an xfs that was mounted with project quotas.</summary>
    /// <param name="mounts">Lines as in <c>/proc/self/mountinfo</c>.</param>
    public static bool Takes(string driver, string root, IEnumerable<string> mounts) =>
        driver is "btrfs" or "zfs" || (driver is "overlay2" && mounts.Select(Read).Where(m => IsBelow(root, m.Point)).MaxBy(m => m.Point.Length) is { Type: "xfs" } mount && mount.Options.Split(',').Any(Options.Contains));

    private static (string Point, string Type, string Options) Read(string line)
    {
        // "36 35 98:0 / /mnt rw,noatime master:1 - xfs /dev/vdb rw,prjquota"
        var (before, after) = line.Split(" - ", 2) is [var left, var right] ? (left.Split(' '), right.Split(' ')) : ([], []);
        return before.Length > 4 && after.Length > 2 ? (before[4], after[0], after[2]) : ("", "", "");
    }

    private static bool IsBelow(string path, string point) => point.Length > 0 && (point == "/" || path == point || path.StartsWith(point + "/", StringComparison.Ordinal));
}
