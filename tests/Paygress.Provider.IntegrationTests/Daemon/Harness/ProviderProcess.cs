using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>
/// A provider that runs as a real process with a site of its own. At the end it is made to end all its leases, its
/// audit has to be empty, and nothing of it may be left on the host. Its log is the test's output.
/// </summary>
#pragma warning disable RS0030 // A test of the daemon needs its process: its pid, its signals and its exit code.
internal sealed class ProviderProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<string> _log = new();
    private Process? _process;
    private ImmutableArray<(string, string)> _environment = [];

    public ProviderProcess() => Api = new ProviderApi(Site.Socket);

    public TestSite Site { get; } = new();

    public ProviderApi Api { get; }

    public int Pid => _process!.Id;

    /// <summary>What the daemon said, over all its starts.</summary>
    public ImmutableArray<string> Log => [.. _log];

    public string InstanceId => File.ReadAllText(Path.Combine(Site.DataDirectory, "instance-id")).Trim();

    public bool IsRunning => _process is { HasExited: false };

    /// <summary>Writes the configuration, starts the daemon and waits until its socket answers.</summary>
    public async Task StartAsync(params ImmutableArray<(string Key, string Value)> settings)
    {
        Site.WriteConfig(settings);
        await StartAgainAsync();
    }

    /// <summary>Sets a variable for all starts to come.</summary>
    public void SetEnvironment(string name, string value) => _environment = _environment.Add((name, value));

    /// <summary>Starts the daemon with the configuration that is there and waits until its socket answers.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        var start = TimeProvider.System.GetTimestamp();
        while (!await AnswersAsync())
        {
            IsRunning.ShouldBeTrue("the provider ended; what it said is the test's output");
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, "the provider does not answer");
            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>Waits until the daemon says a line with <paramref name="text"/>, if it has not said one already.</summary>
    public async Task UntilSaidAsync(string text)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!Log.Any(l => l.Contains(text, StringComparison.Ordinal)))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"the provider has not said '{text}'");
            await Task.Delay(Look, TimeProvider.System);
        }
    }

    /// <summary>Starts the daemon and waits for nothing.</summary>
    public void Launch()
    {
        _process?.Dispose();
        _process = ProviderProgram.Start(Site, ["run", "--config", Site.ConfigFile], _environment);
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL; returns when the process is gone.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await ExitAsync();
    }

    /// <summary>SIGTERM; gives the exit code.</summary>
    public async Task<int> StopAsync()
    {
        Signal(SigTerm);
        return await ExitAsync();
    }

    public void Signal(int number) => Kill(_process!.Id, number).ShouldBe(0);

    /// <summary>Waits until the process is gone; gives the exit code.</summary>
    public async Task<int> ExitAsync()
    {
        // Not WaitForExitAsync, which waits for the pipes as well: docker clients of a killed daemon hold them for a while.
        var start = TimeProvider.System.GetTimestamp();
        while (!_process!.HasExited)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, "the provider does not end");
            await Task.Delay(Look, TimeProvider.System);
        }

        return _process.ExitCode;
    }

    public async Task<int> RestartAsync()
    {
        var code = await StopAsync();
        await StartAgainAsync();
        return code;
    }

    /// <summary>Runs a verb of the program against this provider.</summary>
    public Task<CliResult> CliAsync(params ImmutableArray<string> arguments) => ProviderProgram.RunAsync(Site, arguments);

    /// <summary>Ends all leases and the daemon; fails when anything of it is left.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_process is not null)
            {
                await EndLeasesAsync();
                await CheckNothingLeftAsync();
            }
        }
        finally
        {
            WriteLog();
            await ClearAsync();
            Api.Dispose();
            _process?.Dispose();
        }
    }

    /// <summary>Fails when docker, the loop devices or the data directory show anything of this instance.</summary>
    public async Task CheckNothingLeftAsync()
    {
        (await OfOursAsync("ps", "--all", "--format={{.Names}}")).ShouldBeEmpty();
        (await OfOursAsync("volume", "ls", "--format={{.Name}}")).ShouldBeEmpty();
        (await TestEngine.RunAsync("losetup", "--list", "--output=BACK-FILE", "--noheadings")).ShouldNotContain(Site.Root);
        Files("data/volumes").ShouldBeEmpty();
        Files("data/requests").ShouldBeEmpty();
        Files("run/dev").ShouldBeEmpty();
    }

    /// <summary>What docker lists with this instance's label.</summary>
    public async Task<ImmutableArray<string>> OfOursAsync(params ImmutableArray<string> listing) =>
        File.Exists(Path.Combine(Site.DataDirectory, "instance-id"))
            ? await TestEngine.ListAsync([.. listing, $"--filter=label=io.paygress.host={InstanceId}"])
            : [];

    private async Task EndLeasesAsync()
    {
        if (!IsRunning && (_process!.ExitCode is 78 || !File.Exists(Site.ConfigFile)))
        {
            return;
        }

        if (!IsRunning)
        {
            await StartAgainAsync();
        }

        foreach (var lease in await Api.ListAsync())
        {
            await Api.ReleaseAsync(lease.LeaseId);
        }

        await Api.UntilNoneAsync();
        var audit = await Api.AuditAsync();
        audit.Unanswered.ShouldBeEmpty();
        audit.Findings.ShouldBeEmpty();
        (await StopAsync()).ShouldBe(0);
        File.Exists(Site.Socket).ShouldBeFalse("the socket is left");
    }

    /// <summary>Lets the next start be the first of all.</summary>
    public async Task ForgetAsync()
    {
        await RemoveNetworkAsync();
        foreach (var folder in (string[])[Site.DataDirectory, Site.RuntimeDirectory])
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What is in a folder of the site.</summary>
    public string[] Files(string folder) =>
        Directory.Exists(Path.Combine(Site.Root, folder)) ? Directory.GetFileSystemEntries(Path.Combine(Site.Root, folder)) : [];

    // For tests that failed: the next one starts on a clean host all the same.
    private async Task ClearAsync()
    {
        if (IsRunning)
        {
            await KillAsync();
        }

        if (await OfOursAsync("ps", "--all", "--quiet") is { IsEmpty: false } containers)
        {
            await TestEngine.DockerAsync(["rm", "--force", "--volumes", .. containers]);
        }

        if (await OfOursAsync("volume", "ls", "--quiet") is { IsEmpty: false } volumes)
        {
            await TestEngine.DockerAsync(["volume", "rm", .. volumes]);
        }

        foreach (var device in (await TestEngine.RunAsync("losetup", "--list", "--output=NAME,BACK-FILE", "--noheadings")).Split('\n').Where(l => l.Contains(Site.Root, StringComparison.Ordinal)))
        {
            await TestEngine.RunAsync("losetup", "--detach", device.Split(' ')[0]);
        }

        await RemoveNetworkAsync();
        if ((await File.ReadAllLinesAsync("/proc/mounts")).Any(l => l.Split(' ')[1] == Site.DataDirectory))
        {
            await TestEngine.RunAsync("umount", Site.DataDirectory);
        }

        Directory.Delete(Site.Root, recursive: true);
    }

    private async Task RemoveNetworkAsync()
    {
        if ((await TestEngine.ListAsync("network", "ls", "--format={{.Name}}")).Contains(Site.Network))
        {
            await TestEngine.DockerAsync("network", "rm", Site.Network);
        }
    }

    /// <summary>True when the daemon's socket answers.</summary>
    public async Task<bool> AnswersAsync()
    {
        try
        {
            return (int)(await Api.GetAsync("/healthz")).Status == 200;
        }
        catch (HttpRequestException)
        {
            // Not there yet, or the last moment of a killed one: a child that it had just forked holds its socket until it becomes docker.
            return false;
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is not null)
        {
            _log.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {line.Data}"));
        }
    }

    private void WriteLog()
    {
        foreach (var line in _log.Where(l => !l.Contains("ended with exit code", StringComparison.Ordinal)).TakeLast(300))
        {
            TestContext.Current.TestOutputHelper?.WriteLine(line);
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
#pragma warning restore RS0030
