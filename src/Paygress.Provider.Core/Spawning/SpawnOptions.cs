namespace Paygress.Provider.Core.Spawning;

/// <summary>How requests are worked on: section <c>Spawn</c>.</summary>
public sealed class SpawnOptions
{
    public const string SectionName = "Spawn";

    /// <summary>How many spawns are worked on at a time; those that wait for an image do not count.</summary>
    public int Concurrency { get; set; } = 4;

    /// <summary>The most requests that may wait; more are refused with <c>too_many_requests</c>.</summary>
    public int QueueLimit { get; set; } = 1000;

    /// <summary>The most leases that one owner may have at a time, those that wait included; more are refused with <c>too_many_requests</c>. 0 for no bound: an owner is a claim until a transport proves it.</summary>
    public int MaxLeasesPerOwner { get; set; }

    /// <summary>The most new requests that one owner may make in a minute; more are refused with <c>too_many_requests</c>. 0 for no bound.</summary>
    public int MaxRequestsPerMinute { get; set; }

    /// <summary>How long a request may wait before it is refused.</summary>
    public TimeSpan QueueTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
