namespace Paygress.Provider.Linux.Commands;

/// <summary>A short command: it has to end by itself within its time.</summary>
internal sealed record CommandSpec : ProgramSpec
{
    /// <summary>How many bytes of standard output are kept when the spec does not say.</summary>
    public const int DefaultMaxOutput = 1024 * 1024;

    /// <summary>When the program is told to stop (SIGINT), and a grace later killed. No default, and never infinite.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How many bytes of standard output are kept; the rest is read and dropped.</summary>
    public int MaxOutput { get; init; } = DefaultMaxOutput;
}
