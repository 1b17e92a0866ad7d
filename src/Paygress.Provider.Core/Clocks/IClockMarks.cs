namespace Paygress.Provider.Core.Clocks;

/// <summary>Keeps the last sign of life. Not in the books: it must outlive their loss.</summary>
public interface IClockMarks
{
    /// <summary>Replaces the last one; durable when it returns.</summary>
    /// <exception cref="IOException">The disk is full or broken; the last mark stays.</exception>
    Task WriteAsync(ClockMark mark, CancellationToken cancellationToken);
}
