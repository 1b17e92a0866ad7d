namespace Paygress.Provider.Core.Heartbeats;

/// <summary>Tells somebody that this provider lives and what it offers.</summary>
public interface IHeartbeatPublisher
{
    /// <summary>Its name in the journal.</summary>
    string Name { get; }

    /// <summary>Publishes one heartbeat. May throw; the caller bounds its time, logs and goes on.</summary>
    Task PublishAsync(Heartbeat heartbeat, CancellationToken cancellationToken);
}
