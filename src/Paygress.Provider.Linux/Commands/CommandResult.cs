namespace Paygress.Provider.Linux.Commands;

/// <summary>How a run of a program ended. A non-zero exit code is an answer; what it means is for the caller to say.</summary>
internal abstract record CommandResult
{
    private CommandResult()
    {
    }

    /// <summary>The program ended by itself (128 + n when a signal that was not ours ended it).</summary>
    public sealed record Exited(
        int ExitCode,
        BoundedText StandardOutput,
        BoundedText StandardError,
        TimeSpan Elapsed) : CommandResult
    {
        /// <summary>Whether the exit code is 0.</summary>
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>
    /// The time was up and the program was ended. What it asked others to do may still happen: killing the docker client
    /// cancels nothing in dockerd.
    /// </summary>
    public sealed record TimedOut(
        BoundedText StandardOutput,
        BoundedText StandardError,
        TimeSpan Elapsed) : CommandResult;

    /// <summary>The program never ran.</summary>
    public sealed record NotStarted(NotStartedReason Reason) : CommandResult;
}
