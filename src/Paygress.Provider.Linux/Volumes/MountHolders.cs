using System.Globalization;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Finds out who has a device mounted or files of it open, so that an operator need not search.</summary>
internal sealed class MountHolders(KernelPaths kernel)
{
    // Three names are enough to act upon.
    private const int MostNamed = 3;
    private const int NumberField = 2;
    private const int MountPointField = 4;

    /// <summary>Who has it, as a part of a sentence.</summary>
    /// <param name="number">The device number, as in mountinfo.</param>
    public string Describe(string number)
    {
        var namespaces = new HashSet<string>(StringComparer.Ordinal);
        var hidden = 0;
        var found = new List<string>();
        foreach (var process in ListProcesses().TakeWhile(_ => found.Count < MostNamed))
        {
            // Processes of one namespace have the same mounts; the oldest stands for all.
            if (Try(() => new FileInfo(Path.Join(process, "ns/mnt")).LinkTarget) is not { } space)
            {
                hidden++;
            }
            else if (namespaces.Add(space) && FindMountPoint(process, number) is { } place)
            {
                found.Add($"mounted at {place} by {NameOf(process)}");
            }
            else if (HasOpen(process, number))
            {
                found.Add($"used by {NameOf(process)}");
            }
        }

        return (found.Count, hidden) switch
        {
            (not 0, _) => string.Join(", ", found),
            (_, not 0) => string.Create(CultureInfo.InvariantCulture, $"in use by one of {hidden} processes that may not be looked at"),
            _ => "in use by nobody that can be found",
        };
    }

    private static string NameOf(string process) =>
        $"pid {Path.GetFileName(process)} ({Try(() => File.ReadAllText(Path.Join(process, "comm")))?.Trim() ?? "gone"})";

    // Removing a mount point takes the mount out of every namespace; a working directory or an open file keeps the file system all the same.
    private static bool HasOpen(string process, string number)
    {
        var open = Try(() => Directory.GetFileSystemEntries(Path.Join(process, "fd"))) ?? [];
        return open.Append(Path.Join(process, "cwd")).Append(Path.Join(process, "root")).Any(link => Try(() => NumberOf(link)) == number);
    }

    private static string? NumberOf(string link) => FileIdentity.OfTarget(link) is { } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.DeviceMajor}:{file.DeviceMinor}")
        : null;

    private string[] ListProcesses() =>
        Try(() => Directory.EnumerateDirectories(kernel.Processes)
            .Select(path => (Path: path, IsProcess: int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid), Pid: pid))
            .Where(p => p.IsProcess)
            .OrderBy(p => p.Pid)
            .Select(p => p.Path)
            .ToArray()) ?? [];

    private static string? FindMountPoint(string process, string number) =>
        Try(() => File.ReadLines(Path.Join(process, "mountinfo"))
            .Select(line => line.Split(' '))
            .FirstOrDefault(fields => fields.Length > MountPointField && fields[NumberField] == number)?[MountPointField]);

    // A process may end, and its files with it, while it is looked at.
    private static T? Try<T>(Func<T?> look)
        where T : class
    {
        try
        {
            return look();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
