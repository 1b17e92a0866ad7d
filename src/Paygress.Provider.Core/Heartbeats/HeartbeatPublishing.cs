using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Heartbeats;

/// <summary>Hands each heartbeat to every publisher, side by side: one that fails or hangs delays nobody.</summary>
public sealed partial class HeartbeatPublishing(
    HeartbeatComposer composer,
    IEnumerable<IHeartbeatPublisher> publishers,
    IOptions<HeartbeatOptions> options,
    IProviderMeter meter,
    TimeProvider timeProvider,
    ILogger<HeartbeatPublishing> logger)
{
    private readonly ImmutableArray<IHeartbeatPublisher> _publishers = [.. publishers];

    /// <summary>When a heartbeat last went out by at least one publisher; none when none did yet.</summary>
    public DateTimeOffset? LastAt { get; private set; }

    /// <summary>Makes one heartbeat and publishes it; returns when every publisher is done or its time is over.</summary>
    public async Task PublishOnceAsync(CancellationToken cancellationToken)
    {
        if (await composer.ComposeAsync(cancellationToken) is not { } heartbeat)
        {
            NodeNotMeasured();
            return;
        }

        var published = await Task.WhenAll(_publishers.Select(p => PublishAndCountAsync(p, heartbeat, cancellationToken)));
        LastAt = published.Contains(true) ? heartbeat.At : LastAt;
    }

    private async Task<bool> PublishAndCountAsync(IHeartbeatPublisher publisher, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        var published = await PublishAsync(publisher, heartbeat, cancellationToken);
        meter.HeartbeatPublished(publisher.Name, published);
        return published;
    }

    private async Task<bool> PublishAsync(IHeartbeatPublisher publisher, Heartbeat heartbeat, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.Value.PublishTimeout, timeProvider);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            // A publisher that ignores its token must not hold up the beat either.
            await Task.Run(() => publisher.PublishAsync(heartbeat, both.Token), CancellationToken.None).WaitAsync(both.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            HeartbeatPublishFailed(null, publisher.Name, $"took longer than {options.Value.PublishTimeout.TotalSeconds:0.#} s");
            return false;
        }
#pragma warning disable CA1031 // One failing publisher must not stop the others, whatever it throws.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            HeartbeatPublishFailed(e, publisher.Name, e.Message);
            return false;
        }
    }

    [LoggerMessage(EventIds.HeartbeatPublishFailed, LogLevel.Warning, "Heartbeat not published by {Publisher}: {Reason}")]
    private partial void HeartbeatPublishFailed(Exception? exception, string publisher, string reason);

    [LoggerMessage(EventIds.NodeNotMeasured, LogLevel.Error, "No heartbeat: cpu, memory or disk of this machine could not be measured")]
    private partial void NodeNotMeasured();
}
