using System.Collections.Immutable;

namespace Paygress.Provider.Core.Hosts;

/// <summary>What is offered: what the host supports as it is now, less what the last check found in what is too dear to be asked for each request.</summary>
public sealed class HostCapabilities(IHostSupport support)
{
    private volatile ImmutableDictionary<HostCapability, string> _found = ImmutableDictionary<HostCapability, string>.Empty;

    /// <summary>All that is offered.</summary>
    public ImmutableArray<HostCapability> Offered => [.. Enum.GetValues<HostCapability>().Where(c => FindObstacle(c) is null)];

    /// <summary>Why something is not offered; none when it is.</summary>
    public string? FindObstacle(HostCapability capability) => _found.GetValueOrDefault(capability) ?? support.FindObstacle(capability);

    /// <summary>The same, whatever a check or a trial has found: what is to be tried again can't depend on that.</summary>
    public string? FindLastingObstacle(HostCapability capability) => support.FindObstacle(capability);

    /// <summary>Notes what a check found, in place of what an earlier one did.</summary>
    public void Note(ImmutableDictionary<HostCapability, string> obstacles) => _found = obstacles;
}
