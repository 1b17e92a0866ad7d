using System.Globalization;
using Paygress.Provider.Core.Compute;

namespace Paygress.Provider.Linux.Docker;

/// <summary>One event of <c>docker events</c>.</summary>
internal sealed record DockerEvent(string? Action, DockerActor? Actor)
{
    /// <summary>The death that it tells of; none when it tells of anything else or of nothing of ours.</summary>
    public ContainerDeath? ToDeath()
    {
        if (Action != "die" || Actor?.Id is not { } id || DockerLabels.ReadLease(Actor.Attributes) is not { } leaseId)
        {
            return null;
        }

        var known = int.TryParse(Actor.Attributes?.GetValueOrDefault("exitCode"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exitCode);
        return known ? new ContainerDeath(id, leaseId, exitCode) : null;
    }
}
