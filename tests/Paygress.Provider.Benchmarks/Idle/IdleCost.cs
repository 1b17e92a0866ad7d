using System.Diagnostics;
using Paygress.Provider.Benchmarks.Host;

namespace Paygress.Provider.Benchmarks.Idle;

/// <summary>What the provider costs when nobody asks for anything.</summary>
internal sealed class IdleCost(Site site, ProviderClient provider, ProviderDaemon daemon)
{
    public async Task<IdleResult> RunAsync(int leases, TimeSpan time)
    {
        // Else the first row has what an hour of work has left in the process, and the others have not.
        await daemon.RestartAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, leases).Select(_ => provider.SpawnAsync(Site.PlainTemplate, 7200)));
        var (begin, cpu) = (Stopwatch.GetTimestamp(), ProcessCost.ReadCpuSeconds(daemon.Pid));
        await Task.Delay(time, TimeProvider.System);
        var share = (ProcessCost.ReadCpuSeconds(daemon.Pid) - cpu) / Stopwatch.GetElapsedTime(begin).TotalSeconds * 100;
        var (memory, guard) = (ProcessCost.ReadPssMb(daemon.Pid), ProcessCost.ReadPssMb(site.GuardPid));
        var (ready, verb) = (await daemon.RestartAsync(), await daemon.VerbAsync("leases"));
        await provider.ReleaseAsync(made.Select(l => l["lease_id"]!.GetValue<string>()));
        return new IdleResult(leases, memory, guard, share, ready.TotalMilliseconds, verb.TotalMilliseconds);
    }
}
