namespace Paygress.Provider.Linux.Timers;

/// <summary>How a timer's try to end a lease went.</summary>
public enum LeaseKillOutcome
{
    /// <summary>Nothing of the lease runs any more, or another timer sees to it.</summary>
    Done,

    /// <summary>Docker or systemd did not answer; to be tried again.</summary>
    Unknown,

    /// <summary>The container is not this lease's.</summary>
    Refused,
}
