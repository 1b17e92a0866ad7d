using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>Ctrl-Z at a verb that has changed the terminal.</summary>
#pragma warning disable RS0030 // The verb's process: its pid and its signals.
public sealed class SuspensionTests : IDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigTstp = 20;

    private readonly TestSite _site = new();

    public void Dispose() => Directory.Delete(_site.Root, recursive: true);

    [Fact]
    public async Task Spawn_StoppedByItsTerminal_ShowsTheCursorAndHidesItWhenItGoesOn()
    {
        using var silent = Listen();
        await using var terminal = new TestTerminal();
        using var verb = ProviderProgram.StartOn(terminal, _site, "spawn --template hello --duration 60s");
        try
        {
            await StopAndContinueAsync(verb, terminal);
        }
        finally
        {
            verb.Kill();
        }
    }

    private static async Task StopAndContinueAsync(Process verb, TestTerminal terminal)
    {
        await Eventually.IsSoAsync(() => terminal.Shown.Contains("asking", StringComparison.Ordinal), "spawn shows nothing");

        Kill(verb.Id, SigTstp).ShouldBe(0);
        await Eventually.IsSoAsync(() => IsStopped(verb.Id) && IsCursorShown(terminal.Shown), "no cursor is shown");
        var before = terminal.Shown.Length;
        Kill(verb.Id, SigCont).ShouldBe(0);
        await Eventually.IsSoAsync(() => terminal.Shown[before..].Contains("\e[?25l", StringComparison.Ordinal), "it does not go on");

        Kill(verb.Id, SigTerm).ShouldBe(0);
        await verb.WaitForExitAsync(TestContext.Current.CancellationToken);
        verb.ExitCode.ShouldBe(143);
    }

    // The spinner may turn once more until the process stands.
    private static bool IsCursorShown(string shown) => shown.LastIndexOf("\e[?25h", StringComparison.Ordinal) > shown.LastIndexOf("\e[?25l", StringComparison.Ordinal);

    // A provider that takes the request and does not answer.
    private Socket Listen()
    {
        Directory.CreateDirectory(_site.RuntimeDirectory);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_site.Socket));
        socket.Listen();
        return socket;
    }

    private static bool IsStopped(int pid) => File.ReadLines($"/proc/{pid}/status").Any(l => l.StartsWith("State:\tT", StringComparison.Ordinal));

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int pid, int signal);
}
#pragma warning restore RS0030
