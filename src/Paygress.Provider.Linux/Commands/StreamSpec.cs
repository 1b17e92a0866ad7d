namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// A long-lived command. It belongs to the holder of the cancellation token and has no deadline, but it is ended when
/// nothing moves for too long.
/// </summary>
internal sealed record StreamSpec : ProgramSpec
{
    /// <summary>How long a line may be when the spec does not say.</summary>
    public const int DefaultMaxLineBytes = 64 * 1024;

    /// <summary>The longest silence of the program. <see cref="Timeout.InfiniteTimeSpan"/> where silence is normal.</summary>
    public required TimeSpan IdleLimit { get; init; }

    /// <summary>How long the receiver may take over what it was given: as somebody who reads a page, but not for ever.</summary>
    public TimeSpan ReceiverLimit { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether standard input stays open after what is read from it: for a program that ends with its input.</summary>
    public bool KeepsInputOpen { get; init; }

    /// <summary>How many bytes of a line are kept; the rest of that line is dropped.</summary>
    public int MaxLineBytes { get; init; } = DefaultMaxLineBytes;
}
