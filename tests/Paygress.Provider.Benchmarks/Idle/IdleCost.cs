using System.Diagnostics;
using System.Globalization;
using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Idle;

/// <summary>What the provider costs when nobody asks for anything.</summary>
internal sealed class IdleCost(Site site, ProviderClient provider)
{
    /// <summary>Memory in MB at the end, and the share of one core over that time in percent.</summary>
    public async Task<(double PssMb, double CpuPercent)> RunAsync(int leases, TimeSpan time)
    {
        var made = await Task.WhenAll(Enumerable.Range(0, leases).Select(_ => provider.SpawnAsync(Site.PlainTemplate, 7200)));
        var pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(site.ProviderFolder, "provider.pid")), CultureInfo.InvariantCulture);
        var (begin, cpu) = (Stopwatch.GetTimestamp(), ProcessCost.ReadCpuSeconds(pid));
        await Task.Delay(time, TimeProvider.System);
        var share = (ProcessCost.ReadCpuSeconds(pid) - cpu) / Stopwatch.GetElapsedTime(begin).TotalSeconds * 100;
        var memory = ProcessCost.ReadPssMb(pid);
        await provider.ReleaseAsync(made.Select(l => l["lease_id"]!.GetValue<string>()));
        return (memory, share);
    }
}
