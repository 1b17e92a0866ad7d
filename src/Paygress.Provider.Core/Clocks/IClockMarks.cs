namespace Paygress.Provider.Core.Clocks;

/// <summary>Keeps the last sign of life. Not in the books: it must outlive their loss.</summary>
public interface IClockMarks
{
    /// <summary>The last mark; none when there is none or it can't be understood.</summary>
    ClockMark? Read();

    /// <summary>Replaces it; durable when it returns.</summary>
    /// <exception cref="IOException">The disk is full or broken; the last mark stays.</exception>
    Task WriteAsync(ClockMark mark, CancellationToken cancellationToken);
}
