namespace Paygress.Provider.Core.Heartbeats;

/// <summary>How often this provider says that it lives: section <c>Heartbeat</c>.</summary>
public sealed class HeartbeatOptions
{
    public const string SectionName = "Heartbeat";

    /// <summary>From one heartbeat to the next.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one publisher may take for one heartbeat.</summary>
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
