namespace Paygress.Provider.Linux.Checks;

/// <summary>Cgroups: without them limits are not limits.</summary>
internal sealed class CgroupCheck : IHostCheck
{
    private const string Root = "/sys/fs/cgroup";

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private static CheckLine Look()
    {
        if (File.Exists(Path.Combine(Root, "cgroup.controllers")))
        {
            var controllers = File.ReadAllText(Path.Combine(Root, "cgroup.controllers")).Split(' ', StringSplitOptions.TrimEntries);
            return Judge("version 2", controllers);
        }

        return Judge("version 1", [.. Directory.Exists(Root) ? Directory.GetDirectories(Root).Select(d => Path.GetFileName(d)) : []]);
    }

    private static CheckLine Judge(string version, IReadOnlyCollection<string> controllers)
    {
        var missing = ((string[])["cpu", "memory", "pids"]).Except(controllers).ToArray();
        return missing.Length == 0
            ? new CheckLine("kernel", "cgroups", CheckOutcome.Passed, $"{version} with cpu, memory and pids")
            : new CheckLine("kernel", "cgroups", CheckOutcome.Failed, $"{version} without {string.Join(", ", missing)}", "enable these controllers (kernel command line: cgroup_enable=memory)");
    }
}
