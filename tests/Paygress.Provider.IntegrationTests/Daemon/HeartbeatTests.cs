using System.Globalization;
using System.Text.Json;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class HeartbeatTests : IAsyncDisposable
{
    private const double TwoPercent = 0.02;
    private readonly ProviderProcess _provider = new();

    private string BeatFile => Path.Combine(_provider.Site.RuntimeDirectory, "heartbeat.json");

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Beat_Figures_AgreeWithProcAndDf()
    {
        await _provider.StartAsync(("Heartbeat:Interval", "3s"), ("Cleanup:SweepInterval", "60s"));
        await NextBeatAsync();
        var before = Cpu();
        var beat = await NextBeatAsync();
        var after = Cpu();

        var node = beat.GetProperty("node");
        var busy = 1 - ((double)(after.Idle - before.Idle) / (after.Total - before.Total));
        var memory = Memory();
        var df = (await TestEngine.RunAsync("df", "--block-size=1", "--output=size,used", _provider.Site.DataDirectory)).Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        TestContext.Current.TestOutputHelper?.WriteLine($"{node}; /proc/stat {busy:0.000}, memory {memory}, df {string.Join(' ', df)}");

        node.GetProperty("cpu_usage").GetDouble().ShouldBe(busy, TwoPercent);
        ShouldAgree(node.GetProperty("memory_total").GetInt64(), memory.Total, memory.Total);
        ShouldAgree(node.GetProperty("memory_used").GetInt64(), memory.Total - memory.Available, memory.Total);
        ShouldAgree(node.GetProperty("disk_total").GetInt64(), Number(df[0]), Number(df[0]));
        ShouldAgree(node.GetProperty("disk_used").GetInt64(), Number(df[1]), Number(df[0]));
        await _provider.UntilSaidAsync("Heartbeat: 0 active");
    }

    [Fact]
    public async Task Beat_Leases_AreCountedAndNeverSeenHalfWritten()
    {
        await _provider.StartAsync(("Heartbeat:Interval", "1s"));
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        await NextBeatAsync();

        var beats = new List<long>();
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
        {
            var beat = Read();
            beats.Add(beat.GetProperty("timestamp").GetInt64());
            beat.GetProperty("version").GetInt32().ShouldBe(1);
        }

        var last = Read();
        beats.Distinct().Count().ShouldBeInRange(3, 5);
        last.GetProperty("provider").GetString().ShouldBe("test");
        last.GetProperty("active_workloads").GetInt32().ShouldBe(1);
        last.GetProperty("leases").GetProperty("active").GetInt32().ShouldBe(1);
        last.GetProperty("draining").GetBoolean().ShouldBeFalse();
        last.GetProperty("next_expiry").GetDateTimeOffset().ShouldBe(lease.ExpiresAt!.Value, TimeSpan.FromMilliseconds(1));
        last.GetProperty("available_capacity").GetProperty("memory_mb_available").GetInt64().ShouldBeLessThan(Memory().Available >> 20, "never more than is really free");
        await Eventually.IsSoAsync(HasNothingBesides, "more is there than a beat that is being written leaves");
        File.GetUnixFileMode(BeatFile).ShouldBe(DurableFile.Readable, "everybody may read how the provider is");
    }

    private bool HasNothingBesides() =>
        Directory.GetFiles(_provider.Site.RuntimeDirectory).Select(Path.GetFileName).Order(StringComparer.Ordinal).SequenceEqual(["heartbeat.json", "provider.sock"]);

    private static void ShouldAgree(long told, long measured, long whole) => ((double)Math.Abs(told - measured) / whole).ShouldBeLessThan(TwoPercent, $"{told} told, {measured} measured");

    private async Task<JsonElement> NextBeatAsync()
    {
        var first = File.Exists(BeatFile) ? File.GetLastWriteTimeUtc(BeatFile) : default;
        while (!File.Exists(BeatFile) || File.GetLastWriteTimeUtc(BeatFile) == first)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        return Read();
    }

    private JsonElement Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(BeatFile));
        return document.RootElement.Clone();
    }

    private static (long Idle, long Total) Cpu()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Take(8).Select(Number).ToArray();
        return (ticks[3] + ticks[4], ticks.Sum());
    }

    private static (long Total, long Available) Memory()
    {
        var lines = File.ReadLines("/proc/meminfo").ToDictionary(l => l.Split(':')[0], l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);
        return (Number(lines["MemTotal"]) * 1024, Number(lines["MemAvailable"]) * 1024);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
