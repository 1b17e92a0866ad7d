using System.Security.Cryptography;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.FailPoints;

/// <summary>Makes each short command a fail point, named after the program and its first word, as <c>docker create</c>.</summary>
/// <param name="take">Says what goes wrong at a point that is passed now.</param>
/// <param name="land">Hears that an effect after its deadline took place.</param>
/// <remarks>Only put before the real one where fail points are asked for.</remarks>
internal sealed class FailPointCommandRunner(ICommandRunner inner, Func<string, FailKind?> take, Action land, TimeProvider timeProvider) : ICommandRunner
{
    // Docker's commands about one kind of thing have their verb in the second word.
    private static readonly string[] Nouns = ["container", "image", "network", "volume"];

    // Deadlines of a minute would make a matrix of hours; what comes of a passed deadline does not hang on its length.
    private static readonly TimeSpan Deadline = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Lateness = TimeSpan.FromSeconds(1);

    /// <inheritdoc />
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        switch (take(NameOf(spec)))
        {
            case null:
                return await inner.RunAsync(spec, cancellationToken);
            case FailKind.CrashBefore:
                throw FailPoint.Crash();
            case FailKind.CrashDuring:
                _ = inner.RunAsync(spec, CancellationToken.None);
                throw FailPoint.Crash();
            case FailKind.CrashAfter:
                await inner.RunAsync(spec, cancellationToken);
                throw FailPoint.Crash();
            case FailKind.Error:
                return Refused("refused (fail point)");
            case FailKind.DiskFull:
                return Refused("no space left on device (fail point)");
            case FailKind.LostReply:
                await inner.RunAsync(spec, cancellationToken);
                return Refused("connection reset by peer (fail point)");
            case FailKind.Delay:
                await Task.Delay(Lateness, timeProvider, cancellationToken);
                return await inner.RunAsync(spec, cancellationToken);
            case FailKind.Hang:
                return await PassDeadlineAsync(cancellationToken);
            case FailKind.Late:
                _ = RunLateAsync(spec);
                return await PassDeadlineAsync(cancellationToken);
            case { } kind:
                throw new InvalidOperationException($"no way to {kind}");
        }
    }

    /// <inheritdoc />
    public Task<CommandResult> StreamLinesAsync(StreamSpec spec, Func<CommandLine, CancellationToken, ValueTask> onLine, CancellationToken cancellationToken) =>
        inner.StreamLinesAsync(spec, onLine, cancellationToken);

    /// <inheritdoc />
    public Task<CommandResult> StreamBytesAsync(StreamSpec spec, Func<CommandChunk, CancellationToken, ValueTask> onChunk, CancellationToken cancellationToken) =>
        inner.StreamBytesAsync(spec, onChunk, cancellationToken);

    internal static string NameOf(ProgramSpec spec)
    {
        var words = spec.Arguments.Take(2).Select(a => a.Split('=')[0]).ToArray();
        return string.Join(' ', [spec.ProgramName, .. words.Take(words.Length > 0 && Nouns.Contains(words[0]) ? 2 : 1)]);
    }

    private static CommandResult.Exited Refused(string error) => new(1, BoundedText.Empty, new BoundedText(error, IsTruncated: false), TimeSpan.Zero);

    private async Task<CommandResult> PassDeadlineAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Deadline, timeProvider, cancellationToken);
        return new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, Deadline);
    }

    // What it reads is zeroed by its owner before that.
    private async Task RunLateAsync(CommandSpec spec)
    {
        var input = spec.StandardInput.ToArray();
        await Task.Delay(Lateness, timeProvider);
        await inner.RunAsync(spec with { StandardInput = input }, CancellationToken.None);
        CryptographicOperations.ZeroMemory(input);
        land();
    }
}
