using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Stories;

/// <summary>How a lease is and why, in one sentence.</summary>
internal static class StorySummary
{
    public static string Of(Lease lease) => lease.State switch
    {
        LeaseState.Queued => "It waits in the queue; nothing is reserved for it yet.",
        LeaseState.Provisioning => "It is being made.",
        LeaseState.Active when lease.Outage is not null => "Its container can't run through no fault of its own; its end is put off as long as that lasts.",
        LeaseState.Active when lease.RestartAt is not null => "Its program ended and is to be started again.",
        LeaseState.Active => "It runs until its end.",
        LeaseState.Locked => "Its volume is encrypted and its key is gone, as after a reboot; it waits for 'unlock', and its time runs.",
        LeaseState.Evicting => $"It is being removed: {Reason(lease)}.{Trouble(lease)}",
        LeaseState.Ended => $"It is over: {Reason(lease)}. Nothing of it is left.",
        _ => $"It never ran: {Reason(lease)}.{Trouble(lease)}",
    };

    private static string Reason(Lease lease) => lease.EndReason switch
    {
        EndReason.Expired => "its time was up",
        EndReason.Released => "it was released",
        EndReason.ContainerLost => "somebody removed its container",
        EndReason.DiskLimit => "it filled the disk",
        EndReason.Rejected => $"it was refused ({lease.Code})",
        _ => $"it could not be made ({lease.Code ?? "no code"})",
    };

    private static string Trouble(Lease lease) => string.IsNullOrEmpty(lease.LastError) ? "" : $" Last error: {lease.LastError.TrimEnd('.')}.";
}
