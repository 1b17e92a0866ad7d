using System.Diagnostics;
using System.Globalization;

#pragma warning disable RS0030 // It must outlive us, which no door of the product allows.

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>The provider's process: ended and started again.</summary>
internal sealed class ProviderDaemon(Site site)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string PidFile => Path.Combine(site.ProviderFolder, "provider.pid");

    private string Program => Path.Combine(site.ProviderFolder, "paygress-provider");

    public int Pid => int.Parse(File.ReadAllText(PidFile), CultureInfo.InvariantCulture);

    /// <summary>Ends it and starts it; gives the time from the start of the process to its first good answer.</summary>
    /// <param name="between">What is done while it does not run.</param>
    public async Task<TimeSpan> RestartAsync(Func<Task>? between = null)
    {
        await StopAsync();
        await (between?.Invoke() ?? Task.CompletedTask);
        File.Delete(site.ProviderSocket);
        var begin = Stopwatch.GetTimestamp();

        // Without rights over the network, as the script starts it. Its words go where the script looks for them.
        var start = new ProcessStartInfo("setsid", ["sh", "-c", "exec setpriv --bounding-set=-net_admin \"$0\" run --config \"$1\" >> \"$2\" 2>&1 < /dev/null", Program, Path.Combine(site.ProviderFolder, "appsettings.json"), Path.Combine(site.ProviderFolder, "provider.log")]);
        using var process = Process.Start(start)!;
        await File.WriteAllTextAsync(PidFile, process.Id.ToString(CultureInfo.InvariantCulture) + "\n");
        await UntilHealthyAsync(process);
        return Stopwatch.GetElapsedTime(begin);
    }

    /// <summary>The wall time of a verb.</summary>
    public async Task<TimeSpan> VerbAsync(params string[] words)
    {
        var begin = Stopwatch.GetTimestamp();
        await Tools.RunAsync(Program, [.. words]);
        return Stopwatch.GetElapsedTime(begin);
    }

    private async Task StopAsync()
    {
        var pid = Pid;
        await Tools.RunAsync("kill", "-TERM", pid.ToString(CultureInfo.InvariantCulture));
        var begin = Stopwatch.GetTimestamp();
        while (Directory.Exists($"/proc/{pid}") && !IsZombie(pid))
        {
            ThrowAfterPatience(begin, "the provider does not end");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private static bool IsZombie(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1].StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static void ThrowAfterPatience(long begin, string what)
    {
        if (Stopwatch.GetElapsedTime(begin) > Patience)
        {
            throw new TimeoutException(what);
        }
    }

    private async Task UntilHealthyAsync(Process process)
    {
        var begin = Stopwatch.GetTimestamp();
        using var http = UnixHttp.Connect(site.ProviderSocket);
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync("healthz");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not there yet.
            }

            ThrowAfterPatience(begin, "the provider does not get ready");
            if (process.HasExited)
            {
                throw new InvalidOperationException($"the provider ended with {process.ExitCode}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }
    }
}

#pragma warning restore RS0030
