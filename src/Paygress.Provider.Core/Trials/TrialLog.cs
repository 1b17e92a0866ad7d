using System.Globalization;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>Prints more than is kept of what a container prints, and looks how much was.</summary>
public sealed class TrialLog(ITrialGround ground, IContainerLogs logs)
{
    /// <summary>What this limit is called.</summary>
    public const string Limit = "log size";

    private const int BlockBytes = 64 * 1024;

    // A file is turned over only after the line that made it too long.
    private const double Tolerance = 1.25;

    // Less than this part is no log that was full: where little or nothing is kept, nothing was shown.
    private const double Tried = 0.25;

    // Of one file that is begun anew, half is there after so much.
    private const double Printed = 2.5;

    /// <summary>Tries it in a running container.</summary>
    /// <param name="most">The most that should be kept, in bytes.</param>
    public async Task<TrialLine> TryAsync(string containerId, long most, CancellationToken cancellationToken)
    {
        var script = string.Create(CultureInfo.InvariantCulture, $"busybox dd if=/dev/zero of=/proc/1/fd/1 bs={BlockBytes} count={Printed * most / BlockBytes:0}");
        var printed = await ground.AttemptAsync(containerId, script, asRoot: false, cancellationToken);
        if (printed is not HostResult<TrialAnswer>.Done { Value: { ExitCode: 0 } })
        {
            return Line(TrialOutcome.Unknown, printed is HostResult<TrialAnswer>.Done { Value: var answer } ? $"it could not print: {answer.Output.Trim()}" : printed.Error!.Detail); // not done carries an error
        }

        await using var kept = new ByteCounter();
        return await logs.CopyAsync(containerId, follow: false, kept, cancellationToken) is { Error: { } problem }
            ? Line(TrialOutcome.Unknown, problem.Detail)
            : Judge(kept.Length, most);
    }

    private static TrialLine Judge(long kept, long most) => Line(
        kept > most * Tolerance ? TrialOutcome.Broken : kept < most * Tried ? TrialOutcome.Unknown : TrialOutcome.Held,
        string.Create(CultureInfo.InvariantCulture, $"{kept >> 20} MB are kept of {Printed * (most >> 20):0}"));

    private static TrialLine Line(TrialOutcome outcome, string said) => new(Limit, HostCapability.Leases, outcome, said);
}
