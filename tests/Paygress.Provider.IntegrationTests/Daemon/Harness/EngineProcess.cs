using System.Globalization;
using System.Runtime.InteropServices;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>The dockerd of this run as a process, which a test may hold up or start again.</summary>
internal static class EngineProcess
{
    private const int SigTerm = 15;

    private static int _pid = int.Parse(
        Environment.GetEnvironmentVariable("PAYGRESS_TEST_DOCKERD_PID") ?? throw new InvalidOperationException("PAYGRESS_TEST_DOCKERD_PID is not set; run these tests by tests/run"),
        CultureInfo.InvariantCulture);

    public static void Signal(int number) => Kill(_pid, number).ShouldBe(0);

    /// <summary>As systemd does: SIGTERM, with which dockerd stops all containers, and the same command again. Returns when it answers.</summary>
    public static async Task RestartAsync()
    {
        var command = (await File.ReadAllTextAsync($"/proc/{_pid}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        Signal(SigTerm);
        await Eventually.IsSoAsync(() => IsGone(_pid), "dockerd does not end");
        await LaunchAsync(command);
        await Eventually.IsSoAsync(TestEngine.AnswersAsync, "dockerd does not answer");
    }

    // In a session of its own: it outlives the tests. tests/run ends it by its pid file.
    private static async Task LaunchAsync(string[] command)
    {
        var pidFile = command[Array.IndexOf(command, "--pidfile") + 1];
        var log = Path.ChangeExtension(pidFile, ".log");
        await TestEngine.RunAsync("/bin/bash", ["-c", "log=$1; shift; exec setsid --fork \"$@\" >> \"$log\" 2>&1 < /dev/null", "bash", log, .. command]);
        await Eventually.IsSoAsync(() => ReadPid(pidFile) is { } pid && !IsGone(pid), "dockerd does not start");
        _pid = ReadPid(pidFile)!.Value; // just seen
    }

    private static int? ReadPid(string file) => File.Exists(file) && int.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var pid) ? pid : null;

    // One that has ended and whose parent has not looked yet counts as gone.
    private static bool IsGone(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return true;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
