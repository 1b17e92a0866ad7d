using System.Text;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.TestSupport.Commands;

/// <summary>
/// A command runner that starts nothing: it gives the answers of a script and remembers what it was asked. Where
/// several entries of the script match, the one added last is taken, so that a test can override a helper's.
/// </summary>
internal sealed class FakeCommandRunner : ICommandRunner
{
    private readonly Lock _lock = new();
    private readonly List<FakeCommand> _script = [];
    private readonly List<ProgramSpec> _received = [];

    /// <summary>Everything that was started or tried, in order. Standard input is a copy, since its owner zeroes it.</summary>
    public IReadOnlyList<ProgramSpec> Received
    {
        get
        {
            lock (_lock)
            {
                return [.. _received];
            }
        }
    }

    /// <summary>The same as command lines, program's name first, for short assertions.</summary>
    public IReadOnlyList<string> ReceivedLines =>
        [.. Received.Select(spec => string.Join(' ', spec.Arguments.Prepend(spec.ProgramName)))];

    /// <summary>Begins a script entry for a program (by name) whose arguments start like this.</summary>
    public FakeCommand When(string program, params string[] argumentPrefix)
    {
        var entry = new FakeCommand(program, argumentPrefix);
        lock (_lock)
        {
            _script.Add(entry);
        }

        return entry;
    }

    /// <inheritdoc />
    public async Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await AnswerTo(spec).RunAsync(spec, (_, _) => ValueTask.CompletedTask, keepOutput: true, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<CommandResult> StreamLinesAsync(
        StreamSpec spec,
        Func<CommandLine, CancellationToken, ValueTask> onLine,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await AnswerTo(spec).RunAsync(
            spec,
            async (chunk, stop) =>
            {
                var splitter = new LineSplitter(chunk.Source, spec.MaxLineBytes);
                foreach (var line in splitter.Push(chunk.Bytes.Span))
                {
                    await onLine(line, stop);
                }

                if (splitter.End() is { } last)
                {
                    await onLine(last, stop);
                }
            },
            keepOutput: false,
            cancellationToken);
    }

    /// <inheritdoc />
    public async Task<CommandResult> StreamBytesAsync(
        StreamSpec spec,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await AnswerTo(spec).RunAsync(spec, onChunk, keepOutput: false, cancellationToken);
    }

    private FakeAnswer AnswerTo(ProgramSpec spec)
    {
        lock (_lock)
        {
            _received.Add(spec with { StandardInput = spec.StandardInput.ToArray() });
            var entry = _script.LastOrDefault(entry => entry.Matches(spec))
                ?? throw new InvalidOperationException($"The script has no answer to: {Describe(spec)}");
            return entry.NextAnswer();
        }
    }

    private static string Describe(ProgramSpec spec) =>
        new StringBuilder(spec.ProgramName).Append(' ').AppendJoin(' ', spec.Arguments).ToString();
}
