using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Benchmarks.Expiry;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Growth;
using Paygress.Provider.Benchmarks.History;
using Paygress.Provider.Benchmarks.Host;
using Paygress.Provider.Benchmarks.Idle;
using Paygress.Provider.Benchmarks.Ladder;
using Paygress.Provider.Benchmarks.Promises;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Benchmarks;

/// <summary>One run over all that is promised.</summary>
internal sealed class Bench(Site site, Extent extent) : IDisposable
{
    // Cleanup:StopGrace as it is by default, in ms: what the deaf are given.
    private const double StopGrace = 2000;

    private const string Ours = "provider";

    private readonly DockerApi _docker = new(site.DockerSocket);
    private readonly ProviderClient _provider = new(site.ProviderSocket);
    private readonly ProviderDaemon _daemon = new(site);
    private readonly List<Promise> _promises = [];
    private double _ready;
    private double _verb;
    private double _spawn;

    public void Dispose()
    {
        _docker.Dispose();
        _provider.Dispose();
    }

    /// <summary>Prints all; false when a promise is broken.</summary>
    public async Task<bool> RunAsync()
    {
        var date = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var page = new Page($"{date}, {extent.Name} run. {await MachineFacts.DescribeAsync(site)}.");
        var image = await Tools.RunAsync(site.Docker, "image", "inspect", "--format={{.Id}}", Site.Image);
        var spec = new HandSpec(new DockerOptions { Program = site.Docker, Network = "paygress-quick", Dns = ["9.9.9.9", "1.1.1.1"] }, image);

        foreach (var part in (Func<Task>[])
            [() => StartAsync(page), () => LadderAsync(page, spec), () => ThroughputAsync(page, spec), () => ExpiryAsync(page, spec), () => IdleAsync(page), () => HistoryAsync(page), () => GrowthAsync(page)])
        {
            await part();

            // What there is should a later part fail.
            await File.WriteAllTextAsync(Path.Combine(site.Work, "partial.md"), page.ToString());
        }

        page.Add([.. _promises]);
        File.Delete(Path.Combine(site.Work, "partial.md"));
        await File.WriteAllTextAsync(Path.Combine(site.Work, "page.md"), page.ToString());
        Console.WriteLine(page);
        return !_promises.Exists(p => p.IsBroken);
    }

    private async Task StartAsync(Page page)
    {
        var ready = await TimesAsync("start to ready, no leases", () => _daemon.RestartAsync());
        var verb = await TimesAsync("paygress-provider leases", () => _daemon.VerbAsync("leases"));
        var question = await TimesAsync("GET /v1/leases", () => _provider.TimeAsync("v1/leases"));
        (_ready, _verb) = (ready.Median, verb.Median);
        page.Add("Start, a verb, and a question to the API", MarkdownTable.Lines([ready, verb, question]));
        _promises.Add(new("start to ready, no leases, median", 100, 0, ready.Median, "ms"));
        _promises.Add(new("`leases`, wall time, median", 80, 0, verb.Median, "ms"));
    }

    private async Task<Series> TimesAsync(string name, Func<Task<TimeSpan>> measure)
    {
        var times = ImmutableArray.CreateBuilder<double>();
        for (var i = 0; i < extent.Starts; i++)
        {
            times.Add((await measure()).TotalMilliseconds);
        }

        return new Series(name, times.ToImmutable());
    }

    private async Task LadderAsync(Page page, HandSpec spec)
    {
        var body = await BodyAsync(spec);
        var (running, firstByte) = await LadderRun.RunAsync(
        [
            new RuncRung(site), new ApiRung(_docker, body), new RunRung(site, _docker, spec), new HandRung(site, _docker, spec),
            new ProviderRung(_provider, _docker, Site.PlainTemplate, Ours), new OriginalRung(site, _docker, hasVolume: false),
            new HandVolumeRung(site, _docker, spec), new ProviderRung(_provider, _docker, Site.VolumeTemplate, "provider, volume"), new OriginalRung(site, _docker, hasVolume: true),
        ],
        extent.Rounds);
        page.Add("From a request to the container running", MarkdownTable.Lines(running));
        page.Add("To its first byte", MarkdownTable.Lines(firstByte));
        Plot.Write(Path.Combine(site.Work, "ladder"), "From a request to the first byte from the container", firstByte);
        Compare(running, "by hand", Ours, "plain spawn");
        Compare(running, "by hand, volume", "provider, volume", "spawn with a volume");
        _spawn = running.Single(s => s.Name == Ours).Median;

        var own = await new OwnShare(_provider).RunAsync(extent.Rounds);
        page.Add("What a plain spawn takes beside docker", MarkdownTable.Lines([own]));
        _promises.Add(new("a plain spawn, without the calls to docker, p50", 25, 0, own.Median, "ms"));
    }

    private void Compare(ImmutableArray<Series> all, string baseline, string ours, string what)
    {
        var (least, measured) = (all.Single(s => s.Name == baseline), all.Single(s => s.Name == ours));
        _promises.Add(new($"{what}, to `{baseline}`, p50", 1.10, 1.5, measured.Median / least.Median, "x"));
        _promises.Add(new($"{what}, to `{baseline}`, p95", 1.25, 1.6, measured.P95 / least.P95, "x"));
    }

    // The engine is asked for exactly what docker's client asks for.
    private async Task<string> BodyAsync(HandSpec spec)
    {
        var id = await Tools.RunAsync(site.Docker, [.. spec.Create(0, hasVolume: false)]);
        var made = await _docker.InspectAsync(id);
        await _docker.RemoveAsync(id);
        var body = made["Config"]!.DeepClone();
        body["HostConfig"] = made["HostConfig"]!.DeepClone();
        return body.ToJsonString();
    }

    private async Task ThroughputAsync(Page page, HandSpec spec)
    {
        var all = await new Throughput(site, _provider, spec).RunAsync(extent.AtOnce, extent.Lanes);
        page.Add("Many at once", MarkdownTable.Lines(["what", "all ms", "each ms"], [.. all.Select(s => new[] { s.Name, MarkdownTable.Number(s.Median), MarkdownTable.Number(s.Median / extent.AtOnce) })]));
        _promises.Add(new($"{extent.AtOnce} at once, to the best of `docker run -d`", 1 / 0.9, 1.4, all[0].Median / all.Skip(1).Min(s => s.Median), "x"));
    }

    private async Task ExpiryAsync(Page page, HandSpec spec)
    {
        var mass = new MassExpiry(site, _provider, _docker, spec);
        var alone = await RunEachAsync(mass, Enumerable.Repeat(1, extent.Alone));
        var together = await RunEachAsync(mass, extent.Expiries);
        var (dead, gone) = (Merge("dead, alone", alone, r => r.Dead), Merge("nothing left, alone", alone, r => r.Gone));
        ImmutableArray<Series> all = [dead, gone, .. together.SelectMany(r => new[] { r.Dead, r.Deaf, r.Gone })];
        ImmutableArray<Series> original = extent.OriginalExpiries == 0 ? [] : await new OriginalExpiry(site, _docker).RunAsync(extent.OriginalExpiries);
        page.Add("How late leases end", MarkdownTable.Lines([.. all, .. original]));
        Plot.Write(Path.Combine(site.Work, "lateness"), "After the end of a lease", all);

        var most = Extent.MostPromised(extent.Expiries);
        var last = together[extent.Expiries.IndexOf(most)];
        var (kill, remove) = await mass.BatchAsync(most);
        _promises.Add(new("leases that ended early", 0, 1, all.Sum(s => s.Milliseconds.Count(late => late < 0))));
        _promises.Add(new("a container dead after its end, alone, p50", 50, 0, dead.Median, "ms"));
        _promises.Add(new("a container dead after its end, alone, p99", 250, 0, dead.P99, "ms"));
        _promises.Add(new($"{most} at once, all dead but for the grace, to one `docker kill`", 1.2, 1.5, Math.Max(last.Dead.Worst, last.Deaf.Worst - StopGrace) / kill, "x"));
        _promises.Add(new($"{most} at once, all gone but for the grace, to one `docker rm -f`", 1.2, 1.5, (last.Gone.Worst - StopGrace) / remove, "x"));
    }

    private static Series Merge(string name, IEnumerable<ExpiryResult> results, Func<ExpiryResult, Series> of) => new(name, [.. results.SelectMany(r => of(r).Milliseconds)]);

    private static async Task<List<ExpiryResult>> RunEachAsync(MassExpiry mass, IEnumerable<int> counts)
    {
        var results = new List<ExpiryResult>();
        foreach (var count in counts)
        {
            results.Add(await mass.RunAsync(count));
        }

        return results;
    }

    private async Task IdleAsync(Page page)
    {
        var results = new List<IdleResult>();
        foreach (var leases in extent.IdleLeases)
        {
            results.Add(await new IdleCost(site, _provider, _daemon).RunAsync(leases, extent.IdleTime));
        }

        page.Add($"Idle for {extent.IdleTime.TotalSeconds:0} s, then started again", MarkdownTable.Lines(
            ["leases", "PSS MB", "guard MB", "% of a core", "ready ms", "leases ms"],
            [.. results.Select(r => new[] { $"{r.Leases}", MarkdownTable.Number(r.PssMb), MarkdownTable.Number(r.GuardPssMb), $"{r.CpuPercent:0.00}", MarkdownTable.Number(r.ReadyMs), MarkdownTable.Number(r.VerbMs) })]));
        var (promised, most) = (results.Single(r => r.Leases == Extent.MostPromised(extent.IdleLeases)), results[^1]);
        _promises.Add(new($"memory with {promised.Leases} leases (PSS), with the guard's", 40, 1.25, promised.PssMb + promised.GuardPssMb, "MB"));
        _promises.Add(new("the provider's part of that", 40, 0, promised.PssMb, "MB"));
        _promises.Add(new($"processor when idle, {promised.Leases} leases", 0.2, 0, promised.CpuPercent, "% of a core"));
        _promises.Add(new($"start to ready, {most.Leases} leases", 1000, 0, most.ReadyMs, "ms"));
    }

    // The last: the books keep it.
    private async Task HistoryAsync(Page page)
    {
        await _daemon.RestartAsync(() => HistoryFill.RunAsync(Path.Combine(site.ProviderFolder, "data"), extent.History));
        var ready = await TimesAsync($"start to ready, {extent.History} in the history", () => _daemon.RestartAsync());
        var verb = await TimesAsync($"leases, {extent.History} in the history", () => _daemon.VerbAsync("leases"));
        var (spawn, _) = await LadderRun.RunAsync([new ProviderRung(_provider, _docker, Site.PlainTemplate, $"plain spawn, {extent.History} in the history")], extent.Starts);
        page.Add("After many leases", MarkdownTable.Lines([ready, verb, .. spawn]));
        _promises.Add(new($"start to ready, {extent.History} in the history, to none", 1.3, 1.5, ready.Median / _ready, "x"));
        _promises.Add(new($"`leases`, {extent.History} in the history, to none", 1.3, 1.5, verb.Median / _verb, "x"));
        _promises.Add(new($"plain spawn, {extent.History} in the history, to none", 1.3, 1.5, spawn[0].Median / _spawn, "x"));
    }

    private async Task GrowthAsync(Page page)
    {
        if (extent.Growth == 0)
        {
            return;
        }

        // In memory: what is measured is not the disk's.
        var samples = await GrowthRun.RunAsync(Path.Combine(site.Memory, "growth"), extent.Growth);
        page.Add("A week, compressed", MarkdownTable.Lines(
            ["leases", "PSS MB", "alive MB", "books MB", "files", "list ms"],
            [.. samples.Select(s => new[] { $"{s.Leases}", MarkdownTable.Number(s.PssMb), MarkdownTable.Number(s.HeapMb), MarkdownTable.Number(s.StoreMb), $"{s.Files}", $"{s.ListMs:0.000}" })]));

        // By the second day the books hold all that they ever hold.
        var (early, last) = (samples[samples.Length * 3 / 10], samples[^1]);
        var what = $"after {last.Leases} leases, to after {early.Leases}";
        _promises.Add(new($"memory {what}", 1.1, 1.1, last.PssMb / early.PssMb, "x"));
        _promises.Add(new($"books {what}", 1.1, 1.1, last.StoreMb / early.StoreMb, "x"));
        _promises.Add(new($"file descriptors {what}", 1, 1.01, (double)last.Files / early.Files, "x"));
        _promises.Add(new($"to list those that live, {what}", 1.3, 1.5, last.ListMs / early.ListMs, "x"));
    }
}
