using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Benchmarks.Expiry;
using Paygress.Provider.Benchmarks.Figures;
using Paygress.Provider.Benchmarks.Host;
using Paygress.Provider.Benchmarks.Idle;
using Paygress.Provider.Benchmarks.Ladder;
using Paygress.Provider.Benchmarks.Promises;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Benchmarks;

/// <summary>One run over all that is promised.</summary>
internal sealed class Bench(Site site, Extent extent) : IDisposable
{
    private readonly DockerApi _docker = new(site.DockerSocket);
    private readonly ProviderClient _provider = new(site.ProviderSocket);
    private readonly ProviderDaemon _daemon = new(site);
    private readonly List<Promise> _promises = [];

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

        await StartAsync(page);
        await LadderAsync(page, spec);
        await ThroughputAsync(page, spec);
        await ExpiryAsync(page, spec);
        await IdleAsync(page);
        page.Add([.. _promises]);
        await File.WriteAllTextAsync(Path.Combine(site.Work, "page.md"), page.ToString());
        Console.WriteLine(page);
        return !_promises.Exists(p => p.IsBroken);
    }

    private async Task StartAsync(Page page)
    {
        var ready = await TimesAsync("start to ready, no leases", () => _daemon.RestartAsync());
        var verb = await TimesAsync("paygress-provider leases", () => _daemon.VerbAsync("leases"));
        page.Add("Start, and a verb", MarkdownTable.Lines([ready, verb]));
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
            new ProviderRung(_provider, _docker, Site.PlainTemplate, "provider"), new OriginalRung(site, _docker, hasVolume: false),
            new HandVolumeRung(site, _docker, spec), new ProviderRung(_provider, _docker, Site.VolumeTemplate, "provider, volume"), new OriginalRung(site, _docker, hasVolume: true),
        ],
        extent.Rounds);
        page.Add("From a request to the container running", MarkdownTable.Lines(running));
        page.Add("To its first byte", MarkdownTable.Lines(firstByte));
        Plot.Write(Path.Combine(site.Work, "ladder"), "From a request to the first byte from the container", firstByte);
        Compare(running, "by hand", "provider", "plain spawn");
        Compare(running, "by hand, volume", "provider, volume", "spawn with a volume");
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
        var results = new List<ExpiryResult>();
        foreach (var count in extent.Expiries)
        {
            results.Add(await mass.RunAsync(count));
        }

        ImmutableArray<Series> all = [.. results.SelectMany(r => new[] { r.Dead, r.Deaf, r.Gone })];
        page.Add("How late leases end", MarkdownTable.Lines(all));
        Plot.Write(Path.Combine(site.Work, "lateness"), "After the end of a lease", all);
        var (single, last, count2) = (results[0], results[^1], extent.Expiries[^1]);
        var (kill, remove) = await mass.BatchAsync(count2);
        _promises.Add(new("leases that ended early", 0, 1, all.Sum(s => s.Milliseconds.Count(late => late < 0))));
        _promises.Add(new("a container dead after its end, p50 of one", 50, 0, single.Dead.Median, "ms"));
        _promises.Add(new($"{count2} at once, all dead, to one `docker kill`", 1.2, 1.5, last.SpanOfDeaths / kill, "x"));
        _promises.Add(new($"{count2} at once, all gone, to one `docker rm -f`", 1.2, 2, last.Gone.Worst / remove, "x"));
    }

    private async Task IdleAsync(Page page)
    {
        var rows = new List<string[]>();
        foreach (var leases in extent.IdleLeases)
        {
            var (memory, cpu) = await new IdleCost(site, _provider).RunAsync(leases, extent.IdleTime);
            rows.Add([leases.ToString(CultureInfo.InvariantCulture), MarkdownTable.Number(memory), cpu.ToString("0.00", CultureInfo.InvariantCulture)]);
            _promises.Add(new($"memory with {leases} leases (PSS)", 40, 1.25, memory, "MB"));
            _promises.Add(new($"processor when idle, {leases} leases", 0.2, 0, cpu, "% of a core"));
        }

        page.Add($"Idle for {extent.IdleTime.TotalSeconds:0} s", MarkdownTable.Lines(["leases", "PSS MB", "% of a core"], rows));
    }
}
