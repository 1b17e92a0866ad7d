using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>One effect of an operation on the host: its name, and the how many-th of that name.</summary>
internal sealed record NativePoint(string Name, int Occurrence)
{
    // A program can go wrong in every way. Files and books have no deadline: they answer or fail.
    private static readonly FailKind[] OfPrograms =
        [FailKind.CrashBefore, FailKind.CrashDuring, FailKind.CrashAfter, FailKind.Error, FailKind.LostReply, FailKind.Hang, FailKind.Late];

    private static readonly FailKind[] OfFiles = [FailKind.CrashBefore, FailKind.CrashAfter, FailKind.Error, FailKind.DiskFull, FailKind.LostReply];

    // They change nothing. What comes of their answers is in the matrix of the unit tests.
    private static readonly HashSet<string> Reads =
    [
        "docker ps", "docker container inspect", "docker volume ls", "docker volume inspect", "docker image inspect", "docker network inspect", "docker info", "docker context", "docker version", "losetup --json",
    ];

    // By the clock, or whenever a loop is woken: how often they are passed differs from one time to the next.
    private static readonly HashSet<string> ByTheClock = [nameof(HostEffect.WriteClockMark), nameof(HostEffect.WriteHeartbeat)];
    private const string Woken = "books TakeAsync";

    // The second is SIGKILL, for who was asked to end before it had begun to listen: that is so once, and not the next time.
    private const string Signal = nameof(HostEffect.SignalContainer);

    public IEnumerable<FailKind> Kinds => Name.StartsWith("books ", StringComparison.Ordinal) || Enum.TryParse<HostEffect>(Name, out _) ? OfFiles : OfPrograms;

    public override string ToString() => $"{Name}#{Occurrence}";

    /// <summary>The effects among the points that were passed.</summary>
    public static IEnumerable<NativePoint> Effects(IEnumerable<string> passed, bool isStart) => passed
        .Where(name => !Reads.Contains(name) && (isStart || !ByTheClock.Contains(name)))
        .GroupBy(name => name, StringComparer.Ordinal)
        .SelectMany(group => group.Select((name, i) => new NativePoint(name, i + 1)))
        .Where(point => point.Name is not Woken || (isStart && point.Occurrence == 1))
        .Where(point => point is not { Name: Signal, Occurrence: > 1 });
}
