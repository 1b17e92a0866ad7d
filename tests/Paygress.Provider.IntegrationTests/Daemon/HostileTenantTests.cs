using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>A tenant that takes all it can get, beside one that behaves: it gets what was sold, and the other one is served.</summary>
[Collection(DaemonCollection.Name)]
public sealed class HostileTenantTests : IAsyncDisposable
{
    private const int PidsLimit = 200;
    private const int LogFiles = 2;
    private const long Mega = 1 << 20;
    private const int Looks = 3;

    private static readonly TimeSpan Before = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan During = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(4); // of beats each second
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task ForkBomb_StopsAtItsProcesses()
    {
        var cgroup = await AttackAsync("while :; do busybox sleep 60 & done");

        cgroup.Processes.ShouldBeInRange(PidsLimit / 2, PidsLimit, "it was a bomb, and it was stopped");
    }

    [Fact]
    public async Task MemoryBomb_StopsAtItsMemory()
    {
        var cgroup = await AttackAsync("while :; do busybox dd if=/dev/zero of=/dev/null bs=200M count=1; done");

        cgroup.MemoryPeak.ShouldBeInRange(48 * Mega, 64 * Mega);
    }

    [Fact]
    public async Task CpuHog_GetsItsFractionOfACore()
    {
        var began = TimeProvider.System.GetTimestamp();
        var cgroup = await AttackAsync("for i in 1 2 3 4; do while :; do :; done & done; wait");

        // A tenth of a core was sold.
        var share = cgroup.Cpu / TimeProvider.System.GetElapsedTime(began);
        TestContext.Current.TestOutputHelper?.WriteLine($"{share:0.000} cores");
        share.ShouldBeLessThan(0.125);
    }

    // All cores are sold to somebody else besides. What other programs of this machine take for a while is not the kernel's fault: of three looks one has to be whole.
    [Fact]
    public async Task HalfACore_BesideOneThatTakesAll_IsHalfACore()
    {
        await _provider.StartAsync(
            ("Capacity:Cpu", "64000"), ("Templates:offender:Image", TestImages.Idle),
            ("Tiers:half:CpuMillicores", "500"), ("Tiers:half:MemoryMb", "64"), ("Tiers:half:StorageGb", "1"), ("Tiers:half:RateMsat", "1"),
            ("Tiers:all:CpuMillicores", $"{Environment.ProcessorCount * 1000}"), ("Tiers:all:MemoryMb", "64"), ("Tiers:all:StorageGb", "1"), ("Tiers:all:RateMsat", "1"));
        foreach (var tier in (string[])["all", "half"])
        {
            var accepted = await _provider.Api.SubmitAsync(new SpawnMessage { Template = "offender", Tier = tier, DurationSeconds = 600 });
            var lease = await _provider.Api.FollowAsync(accepted.Lease.RequestId);
            await TestEngine.DockerAsync("exec", "--detach", $"paygress-{lease.Vmid}", "sh", "-c", "for i in 1 2 3 4; do while :; do :; done & done; wait");
        }

        var half = await ContainerCgroup.OfAsync($"paygress-{(await _provider.Api.ListAsync()).Single(l => l.Tier == "half").Vmid}");
        var shares = new List<double>();
        for (var look = 0; look < Looks; look++)
        {
            var (began, before) = (TimeProvider.System.GetTimestamp(), half.Cpu);
            await Task.Delay(During, TimeProvider.System, TestContext.Current.CancellationToken);
            shares.Add((half.Cpu - before) / TimeProvider.System.GetElapsedTime(began));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"cores: {string.Join(", ", shares.Select(s => s.ToString("0.000", CultureInfo.InvariantCulture)))}");
        shares.ShouldAllBe(s => s < 0.55);
        shares.Max().ShouldBeGreaterThan(0.45);
    }

    [Fact]
    public async Task LogFlood_StopsAtItsFiles()
    {
        await AttackAsync("busybox yes 'all of the disk is mine' > /proc/1/fd/1");

        var root = (await TestEngine.DockerAsync("info", "--format={{.DockerRootDir}}")).Trim();
        var folder = new DirectoryInfo(Path.Join(root, "containers", (await OffenderAsync()).Container!.Id, "local-logs"));

        // A tenth of a core writes slowly, and docker packs what it puts aside.
        await Eventually.IsSoAsync(() => folder.EnumerateFiles("container.log.*").Any(), "it was no flood", TimeSpan.FromMinutes(2));
        folder.EnumerateFiles("container.log*").Sum(f => f.Length).ShouldBeLessThan((LogFiles + 1) * Mega);
    }

    [Fact]
    public async Task DiskFiller_StopsAtItsVolume()
    {
        await AttackAsync("busybox dd if=/dev/zero of=/data/full bs=1M; busybox dd if=/dev/zero of=/tmp/full bs=1M; sleep 60");

        var vmid = (await OffenderAsync()).Vmid;
        var blocks = await TestEngine.RunAsync("stat", "--format=%s %b", Path.Join(_provider.Site.DataDirectory, "volumes", $"{vmid}.img"));
        TestContext.Current.TestOutputHelper?.WriteLine($"image file: {blocks} blocks of 512 bytes");
        long.Parse(blocks.Split(' ')[0], CultureInfo.InvariantCulture).ShouldBe(1024 * Mega);
        long.Parse(blocks.Split(' ')[1], CultureInfo.InvariantCulture).ShouldBeInRange(Mega / 4, 2 * Mega);
    }

    // Gives what the kernel counted for the offender, while it is at it.
    private async Task<ContainerCgroup> AttackAsync(string script)
    {
        await _provider.StartAsync(
            ("Heartbeat:Interval", "1s"), ("Docker:PidsLimit", $"{PidsLimit}"), ("Docker:LogMaxSizeMb", "1"), ("Docker:LogMaxFiles", $"{LogFiles}"),
            ("Templates:offender:Image", TestImages.Idle), ("Templates:offender:DataPath", "/data"));
        var (good, bad) = (await _provider.Api.SpawnAsync("hello", 600), await _provider.Api.SpawnAsync("offender", 600));
        using var neighbour = new NeighbourWatch(good.Ports[0].HostPort);
        var quiet = await neighbour.LookAsync(Before);
        using var end = new CancellationTokenSource();
        var beats = WatchBeatsAsync(end.Token);

        await TestEngine.DockerAsync("exec", "--detach", $"paygress-{bad.Vmid}", "sh", "-c", script);
        var loud = await neighbour.LookAsync(During);

        await end.CancelAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"neighbour: {quiet} before; {loud} beside it; longest silence of heartbeats {(await beats).TotalSeconds:0.0} s");
        (await beats).ShouldBeLessThan(LongestSilence);
        (await _provider.Api.ListAsync()).Select(l => l.State).ShouldBe(["active", "active"]);
        return await ContainerCgroup.OfAsync($"paygress-{bad.Vmid}");
    }

    private async Task<LeaseMessage> OffenderAsync() => await _provider.Api.FindAsync((await _provider.Api.ListAsync()).Single(l => l.Template == "offender").LeaseId);

    // By the file that others read.
    private async Task<TimeSpan> WatchBeatsAsync(CancellationToken end)
    {
        var file = Path.Join(_provider.Site.RuntimeDirectory, "heartbeat.json");
        var (longest, last, changed) = (TimeSpan.Zero, DateTime.MinValue, TimeProvider.System.GetTimestamp());
        while (!end.IsCancellationRequested)
        {
            if (File.GetLastWriteTimeUtc(file) is var written && written != last)
            {
                (last, changed) = (written, TimeProvider.System.GetTimestamp());
            }

            longest = TimeProvider.System.GetElapsedTime(changed) is var silence && silence > longest ? silence : longest;
            await Task.Delay(Look, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return longest;
    }
}
