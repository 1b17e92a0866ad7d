using System.Text;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.TestSupport.Commands;

/// <summary>What a fake command writes and how it ends.</summary>
internal sealed class FakeAnswer
{
    private readonly string _stdout;
    private readonly string _stderr;
    private readonly Func<BoundedText, BoundedText, CommandResult>? _result;
    private readonly Func<ProgramSpec, CommandResult>? _computed;

    /// <summary>Writes these texts; without a result it hangs.</summary>
    public FakeAnswer(string stdout, string stderr, Func<BoundedText, BoundedText, CommandResult>? result)
    {
        _stdout = stdout;
        _stderr = stderr;
        _result = result;
    }

    /// <summary>Works the answer out; what it wrote is taken from the result.</summary>
    public FakeAnswer(Func<ProgramSpec, CommandResult> computed)
        : this(string.Empty, string.Empty, result: null) => _computed = computed;

    /// <summary>Plays the command.</summary>
    public async Task<CommandResult> RunAsync(
        ProgramSpec spec,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        bool keepOutput,
        CancellationToken cancellationToken)
    {
        if (_computed is not null)
        {
            return await HandOnAsync(_computed(spec), keepOutput, onChunk, cancellationToken);
        }

        await WriteAsync(OutputSource.StandardOutput, _stdout, onChunk, cancellationToken);
        await WriteAsync(OutputSource.StandardError, _stderr, onChunk, cancellationToken);
        if (_result is null)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }

        var kept = spec is CommandSpec command ? command.MaxOutput : int.MaxValue;
        return _result!(keepOutput ? Bound(_stdout, kept) : BoundedText.Empty, Bound(_stderr, int.MaxValue));
    }

    private static async Task<CommandResult> HandOnAsync(
        CommandResult result,
        bool keepOutput,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken)
    {
        if (keepOutput || result is not CommandResult.Exited exited)
        {
            return result;
        }

        await WriteAsync(OutputSource.StandardOutput, exited.StandardOutput.Text, onChunk, cancellationToken);
        await WriteAsync(OutputSource.StandardError, exited.StandardError.Text, onChunk, cancellationToken);
        return exited with { StandardOutput = BoundedText.Empty };
    }

    private static BoundedText Bound(string text, int maxBytes)
    {
        var buffer = new BoundedBuffer(maxBytes);
        buffer.Append(Encoding.UTF8.GetBytes(text));
        return buffer.ToText(readToEnd: true);
    }

    private static async ValueTask WriteAsync(
        OutputSource source,
        string text,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken)
    {
        if (text.Length > 0)
        {
            await onChunk(new CommandChunk(source, Encoding.UTF8.GetBytes(text)), cancellationToken);
        }
    }
}
