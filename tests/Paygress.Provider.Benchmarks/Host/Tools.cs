using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Benchmarks.Host;

/// <summary>Runs programs to their end, by the same door as the product, so that both pay the same for a start.</summary>
internal static class Tools
{
    private static readonly CliWrapCommandRunner Runner = new(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);

    /// <summary>Gives the output.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(string program, params ImmutableArray<string> arguments) => await AskAsync(program, arguments) switch
    {
        CommandResult.Exited { Succeeded: true } x => x.StandardOutput.Text.Trim(),
        CommandResult.Exited x => throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {x.StandardError.Text}"),
        var other => throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {other}"),
    };

    /// <summary>The same, whatever comes of it.</summary>
    public static Task TryAsync(string program, params ImmutableArray<string> arguments) => AskAsync(program, arguments);

    private static Task<CommandResult> AskAsync(string program, ImmutableArray<string> arguments) =>
        Runner.RunAsync(new CommandSpec { Program = program, Arguments = arguments, Timeout = TimeSpan.FromMinutes(2) }, CancellationToken.None);
}
