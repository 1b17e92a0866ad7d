using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>One thing that books and host do not agree on.</summary>
/// <param name="Detail">What is wrong.</param>
/// <param name="Kind">What kind of thing it is: <c>container</c>, <c>docker_volume</c>, <c>image_file</c>, <c>loop_device</c>, <c>mapping</c>, <c>device_link</c>, <c>env_file</c>, <c>lease_file</c>, <c>systemd_unit</c> or <c>lease</c>.</param>
public sealed record AuditFinding(string Kind, string Name, Vmid? Vmid, LeaseId? LeaseId, string Detail)
{
    /// <summary>The command that settles it; none when there is nothing to be done, or no one way.</summary>
    public string? Remedy { get; init; }
}
