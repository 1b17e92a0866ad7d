namespace Paygress.Provider.Core.Clocks;

/// <summary>Reads the machine's clocks.</summary>
public interface IHostClock
{
    /// <summary>Time since the kernel started, sleep included; cheap.</summary>
    TimeSpan SinceBoot { get; }

    /// <summary>How much of that the machine slept; cheap.</summary>
    TimeSpan Suspended { get; }

    /// <summary>The wall clock; cheap.</summary>
    DateTimeOffset Wall { get; }

    /// <summary>All that can be told of the time now.</summary>
    HostTime Read();
}
