using System.Diagnostics;
using Paygress.Provider.Benchmarks.Host;

#pragma warning disable RS0030 // Its first line is measured while it runs.

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The least there can be: the kernel's containers without an engine, a network or a log.</summary>
internal sealed class RuncRung(Site site) : IRung
{
    public string Name => "runc run";

    public async Task<Timing> RunAsync(int round)
    {
        var id = $"paygress-bench-{round}";
        var begin = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("runc", ["run", "--bundle", site.Bundle, id]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadLineAsync();
        var firstByte = Stopwatch.GetElapsedTime(begin);
        await Tools.TryAsync("runc", "kill", id, "KILL");
        await process.WaitForExitAsync();
        await Tools.TryAsync("runc", "delete", "--force", id);
        return new Timing(firstByte, firstByte);
    }
}

#pragma warning restore RS0030
