using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>The docker engine of this run and the other tools of the host, asked directly and never through the provider.</summary>
internal static class TestEngine
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly CliWrapCommandRunner Runner = new(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);

    public static string Program { get; } = Environment.GetEnvironmentVariable("PAYGRESS_TEST_DOCKER") ?? "/usr/bin/docker";

    /// <summary>Below it is all that a test writes.</summary>
    public static string Root { get; } = Environment.GetEnvironmentVariable("PAYGRESS_TEST_ROOT") ?? Path.GetTempPath();

    /// <summary>Runs docker and gives its output; it has to succeed.</summary>
    public static Task<string> DockerAsync(params ImmutableArray<string> arguments) => RunAsync(Program, arguments);

    /// <summary>True when the engine answers.</summary>
    public static async Task<bool> AnswersAsync() => await TryDockerAsync("version") is not null;

    /// <summary>Runs docker and gives its output; none when it fails, as for a container that is gone.</summary>
    public static async Task<string?> TryDockerAsync(params ImmutableArray<string> arguments)
    {
        var spec = new CommandSpec { Program = Program, Arguments = arguments, Timeout = Deadline };
        return await Runner.RunAsync(spec, CancellationToken.None) is CommandResult.Exited { ExitCode: 0 } exited ? exited.StandardOutput.Text.Trim() : null;
    }

    /// <summary>What <c>docker inspect</c> says of one thing.</summary>
    public static async Task<JsonElement> InspectAsync(string kind, string name)
    {
        using var document = JsonDocument.Parse(await DockerAsync(kind, "inspect", name));
        return document.RootElement[0].Clone();
    }

    /// <summary>The lines of a docker listing.</summary>
    public static async Task<ImmutableArray<string>> ListAsync(params ImmutableArray<string> arguments) =>
        [.. (await DockerAsync(arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The tables of nftables, as <c>table inet x</c>.</summary>
    public static async Task<ImmutableArray<string>> ListTablesAsync() => [.. (await RunAsync("nft", "list", "tables")).Split('\n', StringSplitOptions.TrimEntries)];

    public static async Task<string> RunAsync(string program, params ImmutableArray<string> arguments)
    {
        var spec = new CommandSpec { Program = program, Arguments = arguments, Timeout = Deadline };
        var exited = (await Runner.RunAsync(spec, CancellationToken.None)).ShouldBeOfType<CommandResult.Exited>($"{program} {string.Join(' ', arguments)}");
        exited.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {exited.StandardError.Text}");
        return exited.StandardOutput.Text.Trim();
    }
}
