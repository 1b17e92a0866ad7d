using System.Globalization;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>On what it was measured.</summary>
internal static class MachineFacts
{
    public static async Task<string> DescribeAsync(Site site)
    {
        var cpu = (await File.ReadAllLinesAsync("/proc/cpuinfo")).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024 * 1024);
        var kernel = (await File.ReadAllTextAsync("/proc/sys/kernel/osrelease")).Trim().Split('-')[0]; // who built it says nothing
        var docker = await Tools.RunAsync(site.Docker, "version", "--format={{.Server.Version}}");
        var storage = await Tools.RunAsync(site.Docker, "info", "--format={{.Driver}}, cgroup v{{.CgroupVersion}}");
        return string.Create(CultureInfo.InvariantCulture, $"{cpu}, {Environment.ProcessorCount} cores, {memory} GB; Linux {kernel}; docker {docker}, {storage}");
    }
}
