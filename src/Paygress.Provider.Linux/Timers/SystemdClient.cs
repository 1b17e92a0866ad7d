using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Timers;

/// <summary>Runs systemd's programs. As root they speak to PID 1 itself and need no message bus.</summary>
/// <param name="instanceId">Whose timers are ours; another provider on the machine has its own.</param>
internal sealed class SystemdClient(ICommandRunner runner, string instanceId, TimeProvider timeProvider)
{
    // They take milliseconds. A start of a lease waits for it, so not for long.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    // A systemd that hangs costs one start its deadline, not each of a hundred.
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(30);

    private long? _silentSince;

    /// <summary>Our timers: those that wait, and those that are at their work.</summary>
    public async Task<HostResult<ImmutableArray<ExpiryTimer>>> ListAsync(CancellationToken cancellationToken) =>
        await RunAsync("systemctl", SystemdArguments.List(), cancellationToken) switch
        {
            HostResult<string>.Done { Value: var list } when TimerUnits.ReadList(list, instanceId) is { } timers => HostResult.Of(timers),
            HostResult<string>.Done => HostResult.Unknown<ImmutableArray<ExpiryTimer>>("systemd's list of units was not understood"),
            var silent => silent.As<ImmutableArray<ExpiryTimer>>(),
        };

    /// <summary>Runs one program to its end and gives its output.</summary>
    public async Task<HostResult<string>> RunAsync(string program, ImmutableArray<string> words, CancellationToken cancellationToken)
    {
        if (_silentSince is { } since && timeProvider.GetElapsedTime(since) < SilentFor)
        {
            return HostResult.Unknown<string>("systemd did not answer a moment ago");
        }

        var spec = new CommandSpec { Program = program, Arguments = words, Timeout = Deadline };
        var result = await runner.RunAsync(spec, cancellationToken);
        _silentSince = result is CommandResult.TimedOut ? timeProvider.GetTimestamp() : null;
        return result switch
        {
            CommandResult.Exited { StandardOutput.IsTruncated: true } => HostResult.Unknown<string>($"the answer of {program} was cut off"),
            CommandResult.Exited { Succeeded: true } x => HostResult.Of(x.StandardOutput.Text),
            CommandResult.Exited x => HostResult.Failed<string>(ErrorCodes.BackendUnavailable, $"{program} failed ({x.ExitCode}): {Shorten(x.StandardError.Text)}"),
            CommandResult.NotStarted x => HostResult.Failed<string>(ErrorCodes.BackendUnavailable, $"{program} could not be started: {x.Reason}"),
            _ => HostResult.Unknown<string>($"{program} did not end within {Deadline.TotalSeconds:0} s"),
        };
    }

    private static string Shorten(string text)
    {
        var line = text.Split('\n').Select(l => string.Concat(l.Where(c => !char.IsControl(c))).Trim()).FirstOrDefault(l => l.Length > 0) ?? "it gave no reason";
        return Excerpt.Of(line);
    }
}
