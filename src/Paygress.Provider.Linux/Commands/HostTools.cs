using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Commands;

/// <summary>Runs the system's small programs for file systems, devices and networks, where anything but exit code 0 is a failure.</summary>
internal sealed class HostTools(ICommandRunner runner)
{
    // They take milliseconds; a minute means that a disk or a lock of the kernel is stuck.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs a program and gives its output.</summary>
    public Task<HostResult<string>> RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken) =>
        RunAsync(program, arguments, input: default, _ => ErrorCodes.BackendError, cancellationToken);

    /// <summary>Runs a program that reads something, and gives its output.</summary>
    /// <param name="input">Written straight to the program; the way for secrets. The caller owns and zeroes it.</param>
    /// <param name="meaningOf">Gives the code of an exit that is not 0.</param>
    public async Task<HostResult<string>> RunAsync(
        string program, ImmutableArray<string> arguments, ReadOnlyMemory<byte> input, Func<int, string> meaningOf, CancellationToken cancellationToken)
    {
        var spec = new CommandSpec { Program = program, Arguments = arguments, StandardInput = input, Timeout = Deadline };
        return await runner.RunAsync(spec, cancellationToken) switch
        {
            CommandResult.Exited { Succeeded: true, StandardOutput.IsTruncated: false } x => HostResult.Of(x.StandardOutput.Text),
            CommandResult.Exited { Succeeded: true } => HostResult.Unknown<string>($"the answer of {program} was cut off"),
            CommandResult.Exited x => HostResult.Failed<string>(meaningOf(x.ExitCode), $"{program} failed ({x.ExitCode}): {Shorten(x.StandardError.Text)}"),
            CommandResult.NotStarted x => HostResult.Failed<string>(ErrorCodes.BackendError, $"{program} could not be started: {x.Reason}"),
            _ => HostResult.Unknown<string>($"{program} did not end within {Deadline.TotalSeconds:0} s"),
        };
    }

    private static string Shorten(string text) =>
        Excerpt.Of(string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
}
