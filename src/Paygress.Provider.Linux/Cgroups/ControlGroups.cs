using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Finds a container's control groups by its full id, in whatever way docker was told to name them, on version 1 and 2.</summary>
/// <param name="root">Where the hierarchies are; another place in tests.</param>
internal sealed class ControlGroups(string root = "/sys/fs/cgroup")
{
    // A parent of docker's choice or the operator's, slices in slices; below a container's own group nothing is searched.
    private const int DeepestParent = 8;

    /// <summary>The groups of this container, one for each hierarchy; none when there are none.</summary>
    /// <exception cref="IOException">There is nothing to look through, or some of it can't be looked into.</exception>
    public ImmutableArray<string> Find(string containerId)
    {
        var found = ImmutableArray.CreateBuilder<string>();
        Collect(new DirectoryInfo(root).GetDirectories(), containerId, 0, found);
        return found.ToImmutable();
    }

    /// <summary>The processes in a group and in all groups below it.</summary>
    /// <exception cref="IOException">The kernel did not tell.</exception>
    public static ImmutableHashSet<int> ListProcesses(string group) =>
        [.. Directory.EnumerateFiles(group, "cgroup.procs", SearchOption.AllDirectories).SelectMany(ReadPids)];

    private static void Collect(DirectoryInfo[] folders, string containerId, int depth, ImmutableArray<string>.Builder found)
    {
        foreach (var child in folders)
        {
            // "ID" with the cgroupfs driver, "docker-ID.scope" with systemd's. 64 hex digits are in no other name.
            if (child.Name.Contains(containerId, StringComparison.Ordinal))
            {
                found.Add(child.FullName);
            }
            else if (depth < DeepestParent && child.LinkTarget is null)
            {
                Collect(List(child), containerId, depth + 1, found);
            }
        }
    }

    // Groups come and go while they are looked through. What can't be looked into for another reason may hold the tenant,
    // unless it is a user's own, as systemd gives each one: docker's are root's.
    private static DirectoryInfo[] List(DirectoryInfo folder)
    {
        try
        {
            return folder.GetDirectories();
        }
        catch (Exception e) when (e is DirectoryNotFoundException || IsGone(e) || (e is UnauthorizedAccessException && FileIdentity.Of(folder.FullName) is { Owner: not 0 }))
        {
            return [];
        }
    }

    private static IEnumerable<int> ReadPids(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception e) when (e is DirectoryNotFoundException or FileNotFoundException || IsGone(e))
        {
            return [];
        }

        return lines.Select(line => int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);
    }

    // ENODEV: the group was removed between opening and reading.
    private static bool IsGone(Exception e) => e is IOException { HResult: 19 };
}
