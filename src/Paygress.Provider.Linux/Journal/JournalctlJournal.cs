using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Stories;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Journal;

/// <summary>Reads the journal with <c>journalctl</c>.</summary>
internal sealed class JournalctlJournal(ICommandRunner runner) : ILeaseJournal
{
    // Somebody waits for the story; its first part is in the books and needs no journal.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <inheritdoc />
    public async Task<HostResult<ImmutableArray<JournalEntry>>> ReadAsync(LeaseId id, CancellationToken cancellationToken)
    {
        var spec = new CommandSpec { Program = "journalctl", Arguments = JournalctlArguments.Read(id), Timeout = Deadline };
        return await runner.RunAsync(spec, cancellationToken) switch
        {
            CommandResult.Exited { Succeeded: true } x => HostResult.Of(JournalctlEntry.ReadLines(x.StandardOutput.Text).ToImmutableArray()),
            CommandResult.Exited x => Unavailable($"journalctl failed ({x.ExitCode})"),
            CommandResult.NotStarted { Reason: NotStartedReason.NotFound } => Unavailable("this machine has no journalctl"),
            CommandResult.NotStarted x => Unavailable($"journalctl could not be started: {x.Reason}"),
            _ => HostResult.Unknown<ImmutableArray<JournalEntry>>($"journalctl did not end within {Deadline.TotalSeconds:0} s"),
        };
    }

    private static HostResult<ImmutableArray<JournalEntry>> Unavailable(string why) => HostResult.Failed<ImmutableArray<JournalEntry>>(ErrorCodes.BackendUnavailable, why);
}
