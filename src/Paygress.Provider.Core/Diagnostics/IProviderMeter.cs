using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Diagnostics;

/// <summary>Counts and times what happens, for whoever watches many providers. What can be read from the books is read there instead.</summary>
public interface IProviderMeter
{
    /// <summary>A request came to its end: its lease runs, or it was refused, or undone.</summary>
    /// <param name="took">Since it was accepted; the wait in the queue and image pulls included.</param>
    void SpawnEnded(SpawnEnding ending, TimeSpan took);

    /// <summary>The end of a lease was seen.</summary>
    /// <param name="late">How long after its time was up.</param>
    void Expired(TimeSpan late);

    /// <summary>Nothing is left of a lease.</summary>
    /// <param name="took">Since it began to be taken down.</param>
    void EvictionEnded(EndReason reason, TimeSpan took);

    /// <summary>A lease could not be taken down at this try.</summary>
    void EvictionFailed();

    /// <summary>A heartbeat was handed to a publisher.</summary>
    void HeartbeatPublished(string publisher, bool succeeded);

    /// <summary>Docker was asked something.</summary>
    /// <param name="verb">The first word of the command.</param>
    void DockerAsked(string verb, DockerCallEnding ending, TimeSpan took);
}
