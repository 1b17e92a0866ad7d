namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// The one door through which a program is started. How a run ended is a value; an
/// <see cref="OperationCanceledException"/> means that the caller's token was cancelled and nothing else.
/// </summary>
internal interface ICommandRunner
{
    /// <summary>Runs a short command to its end and returns its bounded output.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the program was ended first.</exception>
    Task<CommandResult> RunAsync(CommandSpec spec, CancellationToken cancellationToken);

    /// <summary>
    /// Runs a long-lived command and hands over its output line by line, one call at a time. The result's standard
    /// output is empty, its standard error is kept as well.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the program was ended first.</exception>
    /// <remarks>An exception of <paramref name="onLine"/> ends the program and reaches the caller.</remarks>
    Task<CommandResult> StreamLinesAsync(
        StreamSpec spec,
        Func<CommandLine, CancellationToken, ValueTask> onLine,
        CancellationToken cancellationToken);

    /// <summary>
    /// Runs a long-lived command and hands over its output as it comes, byte for byte, one call at a time. The
    /// result's standard output is empty, its standard error is kept as well.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; the program was ended first.</exception>
    /// <remarks>
    /// The memory of a chunk is only valid during the call. An exception of <paramref name="onChunk"/> ends the
    /// program and reaches the caller.
    /// </remarks>
    Task<CommandResult> StreamBytesAsync(
        StreamSpec spec,
        Func<CommandChunk, CancellationToken, ValueTask> onChunk,
        CancellationToken cancellationToken);
}
