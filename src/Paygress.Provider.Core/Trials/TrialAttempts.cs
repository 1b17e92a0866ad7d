using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Trials;

/// <summary>Every limit that is sold or promised, with a way to exceed it from within. Pure.</summary>
public static partial class TrialAttempts
{
    // Two clocks and the granularity of the kernel's accounting.
    private const double Tolerance = 1.25;
    private const int Killed = 137;
    private const int Seconds = 3;

    // With little processor time hundreds of processes begin slowly: the first must not have ended before the last is there. An attempt has no longer.
    private const int Lasting = 120;

    // What a script says at its end, and no message of docker or a shell.
    private const string Exceeded = "trial:exceeded";

    // Less than this part of what was sold is no attempt: a loaded machine gives less, and a script that failed nothing.
    private const double Tried = 0.25;

    /// <summary>All attempts, those that disturb the canary most last.</summary>
    /// <param name="neighbour">Another tenant's address, where its page is.</param>
    public static ImmutableArray<TrialAttempt> For(TrialTerms terms, string neighbour) =>
    [
        new("privileges", HostCapability.Leases, "busybox grep -E '^(NoNewPrivs|CapEff)' /proc/self/status; busybox mount -t tmpfs none /tmp", JudgePrivileges, AsRoot: true),
        new("host processes", HostCapability.Leases, "busybox ls /proc | busybox grep -c '^[0-9]'", JudgeProcesses),
        new("root", HostCapability.Leases, "busybox touch /trial", a => Refused(a, "Read-only file system", "its root is read-only", "it wrote into its root"), AsRoot: true),
        .. terms.Refused.Append(terms.Machine).OfType<string>().Select(address => Call($"network {address}", address, 80, JudgeCall)),
        .. terms.Refused.IsEmpty ? [] : (ImmutableArray<TrialAttempt>)[Call($"neighbour {neighbour}", neighbour, 8080, JudgeNeighbour)],
        new("cpu", HostCapability.Leases, $"busybox cat /proc/uptime; for i in $(busybox seq {(terms.Tier.CpuMillicores / 1000) + 2}); do busybox timeout {Seconds} sh -c 'while :; do :; done' & done; wait; busybox cat /proc/uptime; times", a => JudgeCpu(a, terms)),
        new("volume size", HostCapability.DataVolumes, $"busybox fallocate -l {terms.Tier.StorageBytes} /data/trial; code=$?; busybox rm -f /data/trial; exit $code", a => Refused(a, "No space left on device", "its volume is full before", "it got more than its volume has")),
        new("scratch size", HostCapability.Leases, $"busybox dd if=/dev/zero of=/tmp/trial bs=1M count={terms.Tier.MemoryMb}; code=$?; busybox rm -f /tmp/trial; exit $code", a => Refused(a, "No space left on device", "its scratch is full before", "it got more than its memory")),
        new("memory and swap", HostCapability.Leases, $"busybox dd if=/dev/zero of=/dev/null bs={terms.Tier.MemoryBytes + (16 << 20)} count=1 && echo {Exceeded}", JudgeMemory),
        new("processes", HostCapability.Leases, $"for i in $(busybox seq {terms.Processes + 1}); do busybox sleep {Lasting} > /dev/null 2>&1 & done; set -- /proc/[0-9]*; echo trial:living $#", a => JudgeFork(a, terms)),
    ];

    // The kernel answers one packet in some seconds with a refusal, and a connection sends one after 0, 1, 3 and 7.
    private static TrialAttempt Call(string limit, string address, int port, Func<TrialAnswer, (TrialOutcome Outcome, string Said)> judge) =>
        new(limit, HostCapability.Leases, $"busybox nc -w 8 {address} {port} < /dev/null && echo reached", judge);

    private static (TrialOutcome Outcome, string Said) JudgeCall(TrialAnswer answer) =>
        Says(answer, "reached", "refused") ? (TrialOutcome.Broken, "it answers")
        : Says(answer, "No route", "unreachable") ? (TrialOutcome.Held, "is refused")
        : (TrialOutcome.Unknown, "nobody answers, and nobody refuses it");

    // Bridge ports drop and say nothing. It has a page, so silence is taken for them; whether it serves it now is not looked at.
    private static (TrialOutcome Outcome, string Said) JudgeNeighbour(TrialAnswer answer) =>
        JudgeCall(answer) is { Outcome: not TrialOutcome.Unknown } judged ? judged
        : Says(answer, "timed out") ? (TrialOutcome.Held, "can't be reached")
        : NotUnderstood(answer);

    private static bool Says(TrialAnswer answer, params string[] words) => words.Any(w => answer.Output.Contains(w, StringComparison.Ordinal));

    private static (TrialOutcome Outcome, string Said) JudgePrivileges(TrialAnswer answer) =>
        !Says(answer, "NoNewPrivs:") ? NotUnderstood(answer)
        : answer.ExitCode == 0 ? (TrialOutcome.Broken, "it can mount")
        : !Says(answer, "NoNewPrivs:\t1") ? (TrialOutcome.Broken, "it may gain privileges")
        : (TrialOutcome.Held, "it can't mount, and gains none");

    // Of the machine's there are dozens; its own are an init, a server and this look.
    private static (TrialOutcome Outcome, string Said) JudgeProcesses(TrialAnswer answer) =>
        !int.TryParse(answer.Output.Trim(), CultureInfo.InvariantCulture, out var count) || count < 1 ? NotUnderstood(answer)
        : count < 16 ? (TrialOutcome.Held, "it sees its own alone")
        : (TrialOutcome.Broken, $"it sees {count}");

    // By the time that went by: on a loaded machine nobody ends after the seconds that were asked for.
    private static (TrialOutcome Outcome, string Said) JudgeCpu(TrialAnswer answer, TrialTerms terms)
    {
        var spent = Spent().Matches(answer.Output).Select(m => (60 * Number(m.Groups[1])) + Number(m.Groups[2])).ToArray();
        var uptimes = Uptime().Matches(answer.Output).Select(m => Number(m.Groups[1])).ToArray();
        if (spent.Length == 0 || uptimes is not [var from, var to] || to - from < 1)
        {
            return NotUnderstood(answer);
        }

        var (got, sold) = (spent.Sum() * 1000 / (to - from), terms.Tier.CpuMillicores);
        return (got > sold * Tolerance ? TrialOutcome.Broken : got < sold * Tried ? TrialOutcome.Unknown : TrialOutcome.Held, string.Create(CultureInfo.InvariantCulture, $"it got {got:0} of {sold} millicores"));
    }

    // Counted by the shell itself: its glob takes no process. Some that ended meanwhile are no limit that held.
    private static (TrialOutcome Outcome, string Said) JudgeFork(TrialAnswer answer, TrialTerms terms)
    {
        if (Says(answer, "can't fork"))
        {
            return (TrialOutcome.Held, "it can't have more");
        }

        var living = Living().Match(answer.Output);
        return !living.Success || !int.TryParse(living.Groups[1].Value, CultureInfo.InvariantCulture, out var count) ? NotUnderstood(answer)
            : count > terms.Processes ? (TrialOutcome.Broken, $"it has {count} of {terms.Processes}")
            : (TrialOutcome.Unknown, $"only {count} of {terms.Processes} lived at a time");
    }

    // Memory that it did not even get ("memory exhausted") is no limit of its own: a control group lets it have it, and kills.
    private static (TrialOutcome Outcome, string Said) JudgeMemory(TrialAnswer answer) =>
        Says(answer, Exceeded) ? (TrialOutcome.Broken, "it got more than it was sold")
        : answer.ExitCode == Killed || Says(answer, "Killed") ? (TrialOutcome.Held, "it is killed before")
        : NotUnderstood(answer);

    private static (TrialOutcome Outcome, string Said) Refused(TrialAnswer answer, string word, string held, string broken) =>
        answer.Output.Contains(word, StringComparison.Ordinal) ? (TrialOutcome.Held, held)
        : answer.ExitCode == 0 ? (TrialOutcome.Broken, broken)
        : NotUnderstood(answer);

    // With its first words, for whoever looks into it.
    private static (TrialOutcome Outcome, string Said) NotUnderstood(TrialAnswer answer) =>
        (TrialOutcome.Unknown, $"its answer was not understood: exit code {answer.ExitCode}, {FirstLine(answer.Output)}");

    private static string FirstLine(string output) => output.Trim().Split('\n', 2)[0] is { Length: <= 80 } line ? line : output.Trim()[..80];

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^trial:living (\d+)", RegexOptions.Multiline)]
    private static partial Regex Living();

    [GeneratedRegex(@"(\d+)m([\d.]+)s")]
    private static partial Regex Spent();

    [GeneratedRegex(@"^(\d+\.\d+) \d", RegexOptions.Multiline)]
    private static partial Regex Uptime();
}
