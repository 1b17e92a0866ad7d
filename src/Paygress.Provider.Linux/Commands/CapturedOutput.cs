namespace Paygress.Provider.Linux.Commands;

/// <summary>What is kept of a program's two outputs.</summary>
internal sealed class CapturedOutput(int maxOutput)
{
    private const int MaxError = 64 * 1024;

    private readonly BoundedBuffer _output = new(maxOutput);
    private readonly BoundedBuffer _error = new(MaxError);

    /// <summary>Keeps what fits.</summary>
    public ValueTask KeepAsync(CommandChunk chunk)
    {
        (chunk.Source == OutputSource.StandardOutput ? _output : _error).Append(chunk.Bytes.Span);
        return ValueTask.CompletedTask;
    }

    /// <summary>What was kept, of each.</summary>
    public (BoundedText StandardOutput, BoundedText StandardError) ToTexts(bool readToEnd) =>
        (_output.ToText(readToEnd), _error.ToText(readToEnd));
}
