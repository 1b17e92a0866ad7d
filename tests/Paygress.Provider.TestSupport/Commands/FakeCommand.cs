using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.TestSupport.Commands;

/// <summary>
/// One entry of a script: a command and its answers. Each answer is given once, in order; the last one for ever.
/// </summary>
internal sealed class FakeCommand(string program, IReadOnlyList<string> argumentPrefix)
{
    private readonly List<FakeAnswer> _answers = [];
    private int _next;

    /// <summary>The command exits. A stream hands the texts to its receiver.</summary>
    public FakeCommand Exits(int exitCode = 0, string stdout = "", string stderr = "") =>
        Add(new FakeAnswer(stdout, stderr, (output, error) =>
            new CommandResult.Exited(exitCode, output, error, TimeSpan.Zero)));

    /// <summary>The command does not end in time (a stream: is silent for too long after these texts).</summary>
    public FakeCommand TimesOut(string stdout = "", string stderr = "") =>
        Add(new FakeAnswer(stdout, stderr, (output, error) =>
            new CommandResult.TimedOut(output, error, TimeSpan.Zero)));

    /// <summary>The command can not be started.</summary>
    public FakeCommand IsNotStarted(NotStartedReason reason = NotStartedReason.NotFound) =>
        Add(new FakeAnswer(string.Empty, string.Empty, (_, _) => new CommandResult.NotStarted(reason)));

    /// <summary>The command goes on until its caller cancels (a stream: after these texts).</summary>
    public FakeCommand HangsUntilCancelled(string stdout = "", string stderr = "") =>
        Add(new FakeAnswer(stdout, stderr, result: null));

    /// <summary>The answer is worked out from the spec: for scripts that have a state.</summary>
    public FakeCommand Answers(Func<ProgramSpec, CommandResult> answer) => Add(new FakeAnswer(answer));

    internal bool Matches(ProgramSpec spec) =>
        spec.ProgramName == program && spec.Arguments.Take(argumentPrefix.Count).SequenceEqual(argumentPrefix);

    internal FakeAnswer NextAnswer()
    {
        if (_answers.Count == 0)
        {
            throw new InvalidOperationException($"The script names {program} but says no answer.");
        }

        return _answers[Math.Min(_next++, _answers.Count - 1)];
    }

    private FakeCommand Add(FakeAnswer answer)
    {
        _answers.Add(answer);
        return this;
    }
}
