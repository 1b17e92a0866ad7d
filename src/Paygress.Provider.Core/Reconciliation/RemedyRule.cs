using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>What an operator can do about a finding. Pure.</summary>
public static class RemedyRule
{
    private const string Program = "paygress-provider";

    /// <summary>The command that removes something that no lease explains; none for what goes away by itself.</summary>
    /// <remarks>What has neither lease nor vmid was not made by this program as it is: it goes by the means of the host.</remarks>
    public static string? For(AuditFinding finding) => finding switch
    {
        { LeaseId: { } id } => $"{Program} release {id}",
        { Vmid: { } vmid } => $"{Program} release {vmid}",
        { Kind: "container" } => $"docker rm -f -v -- {finding.Name}",
        { Kind: "docker_volume" } => $"docker volume rm -- {finding.Name}",
        { Kind: "image_file" or "device_link" } => $"rm -- {finding.Name}",
        { Kind: "loop_device" } => $"losetup -d {finding.Name}",
        _ => null,
    };

    /// <summary>The command that lets the end of a held lease hold.</summary>
    public static string ForHeld(Lease lease) => $"{Program} confirm {lease.Vmid} [--for DURATION]";
}
