using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Outages;

namespace Paygress.Provider.Core.Clocks;

/// <summary>Leaves a durable sign of life again and again, from which the next provider reckons what an outage cost.</summary>
public sealed partial class LivenessMarks(BootClock clock, IClockMarks marks, LeaseOutages outages, ILogger<LivenessMarks> logger)
{
    private bool _failing;

    /// <summary>Leaves one. A disk that is full is told once; the last mark stays, and an outage then counts from there.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await marks.WriteAsync(clock.MakeMark() with { Owed = outages.Owed }, cancellationToken);
            _failing = false;
        }
        catch (IOException e)
        {
            if (!_failing)
            {
                ClockMarkNotWritten(e.Message);
            }

            _failing = true;
        }
    }

    [LoggerMessage(EventIds.ClockMarkNotWritten, LogLevel.Error, "The sign of life could not be written: {Reason}; after an outage more time than was lost would be given back")]
    private partial void ClockMarkNotWritten(string reason);
}
