using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.TestSupport.Clocks;

/// <summary>The last sign of life in memory.</summary>
public sealed class FakeClockMarks : IClockMarks
{
    private ClockMark? _mark;

    /// <summary>True while nothing can be written.</summary>
    public bool IsBroken { get; set; }

    public ClockMark? Read() => _mark;

    public Task WriteAsync(ClockMark mark, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsBroken)
        {
            throw new IOException("no space left on device");
        }

        _mark = mark;
        return Task.CompletedTask;
    }
}
