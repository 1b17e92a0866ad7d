using System.Collections.Immutable;
using System.Diagnostics;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Starts the program as a process of its own, with nothing of the tests' environment.</summary>
#pragma warning disable RS0030 // A test of the daemon needs its process: its pid, its signals and its exit code.
internal static class ProviderProgram
{
    private const string Name = "paygress-provider";

    /// <summary>Its file: the one that <c>PAYGRESS_TEST_PROGRAM</c> names, as it ships, or what was built next to the tests.</summary>
    public static string FilePath { get; } = System.Environment.GetEnvironmentVariable("PAYGRESS_TEST_PROGRAM") is { Length: > 0 } published ? published : Find();

    public static Process Start(TestSite site, ImmutableArray<string> arguments, params ImmutableArray<(string Name, string Value)> environment) =>
        Start(FilePath, site, arguments, environment);

    /// <summary>Runs a verb to its end.</summary>
    public static Task<CliResult> RunAsync(TestSite site, params ImmutableArray<string> arguments) => EndAsync(Start(site, arguments));

    /// <summary>Runs a script for the shell, in which <c>$PROVIDER</c> is the program.</summary>
    public static Task<CliResult> RunScriptAsync(TestSite site, string script) => EndAsync(Start("/bin/sh", site, ["-c", script], ("PROVIDER", FilePath)));

    /// <summary>Starts a verb whose screen and keyboard are a terminal.</summary>
    public static Process StartOn(TestTerminal terminal, TestSite site, string arguments) =>
        Start("/bin/sh", site, ["-c", $"exec \"$PROVIDER\" {arguments} <> \"$TERMINAL\" >&0 2>&0"], ("PROVIDER", FilePath), ("TERMINAL", terminal.Path));

    private static Process Start(string program, TestSite site, ImmutableArray<string> arguments, params ImmutableArray<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        start.Environment.Clear();
        foreach (var (name, value) in Environment(site).Concat(environment))
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static async Task<CliResult> EndAsync(Process started)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliResult(process.ExitCode, await output, await error);
    }

    // The runtime of the tests is the one that the program was built for, wherever it is.
    private static IEnumerable<(string Name, string Value)> Environment(TestSite site) =>
    [
        ("PATH", System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin"),
        ("HOME", site.Root),
        ("LC_ALL", "C.UTF-8"),
        ("DOTNET_ROOT", Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!)),
        ("DOCKER_HOST", System.Environment.GetEnvironmentVariable("DOCKER_HOST") ?? ""),
        ("PAYGRESS_SOCKET", site.Socket),
    ];

    // In the folder of the same configuration.
    private static string Find()
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Join(ours.Parent!.Parent!.FullName, "Paygress.Provider", ours.Name, Name);
    }
}
#pragma warning restore RS0030
