using System.Globalization;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>What the kernel counts for a container, read on the host: a container that is full can't be asked.</summary>
internal sealed class ContainerCgroup
{
    private const string Root = "/sys/fs/cgroup";
    private readonly string[] _lines;

    private ContainerCgroup(string[] lines) => _lines = lines;

    public static async Task<ContainerCgroup> OfAsync(string container)
    {
        var pid = (await TestEngine.InspectAsync("container", container)).GetProperty("State").GetProperty("Pid").GetInt32();
        return new ContainerCgroup(await File.ReadAllLinesAsync($"/proc/{pid}/cgroup"));
    }

    /// <summary>How many processes there are now.</summary>
    public long Processes => Read("pids", "pids.current", "pids.current");

    /// <summary>The most memory that was ever taken, in bytes.</summary>
    public long MemoryPeak => Read("memory", "memory.max_usage_in_bytes", "memory.peak");

    /// <summary>Time on processors so far.</summary>
    public TimeSpan Cpu => _lines.Any(l => l.Contains("cpuacct", StringComparison.Ordinal))
        ? TimeSpan.FromMicroseconds(Read("cpuacct", "cpuacct.usage", "") / 1000)
        : TimeSpan.FromMicroseconds(long.Parse(Text("", "cpu.stat").Split('\n')[0]["usage_usec ".Length..], CultureInfo.InvariantCulture));

    private long Read(string controller, string first, string second) =>
        long.Parse(IsFirst(controller) ? Text(controller, first) : Text("", second), CultureInfo.InvariantCulture);

    private bool IsFirst(string controller) => Line(controller) is not null;

    // Of version 1 each controller has a tree of its own, which may be named after several: "4:cpu,cpuacct:/docker/...".
    private string Text(string controller, string file) => File.ReadAllText(IsFirst(controller)
        ? Path.Join(Root, Line(controller)!.Split(':')[1], Line(controller)!.Split(':', 3)[2], file)
        : Path.Join(Root, _lines.Single(l => l.StartsWith("0::", StringComparison.Ordinal))[3..], file)).Trim();

    private string? Line(string controller) => _lines.FirstOrDefault(l => l.Split(':')[1].Split(',').Contains(controller));
}
