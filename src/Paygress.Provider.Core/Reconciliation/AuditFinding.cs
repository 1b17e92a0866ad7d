using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>One thing that books and host do not agree on.</summary>
/// <param name="Kind">What kind of thing it is: <c>container</c>, <c>docker_volume</c>, <c>image_file</c>, <c>loop_device</c>, <c>device_link</c>, <c>env_file</c>, <c>lease_file</c>, <c>systemd_unit</c> or <c>lease</c>.</param>
public sealed record AuditFinding(string Kind, string Name, Vmid? Vmid, LeaseId? LeaseId, string Detail);
