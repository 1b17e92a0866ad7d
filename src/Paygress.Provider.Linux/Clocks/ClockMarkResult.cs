using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>What came of reading the last sign of life.</summary>
public abstract record ClockMarkResult
{
    private ClockMarkResult()
    {
    }

    /// <summary>It was read, or there is none yet.</summary>
    public sealed record Known(ClockMark? Mark) : ClockMarkResult;

    /// <summary>There is one, and it can't be read or says what no machine can have left.</summary>
    /// <param name="Reason">For the operator.</param>
    public sealed record Unusable(string Reason) : ClockMarkResult;
}
