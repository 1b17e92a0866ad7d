using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Stories;

/// <summary>What an event of the log means, for a person.</summary>
internal static class StoryWords
{
    public static string Of(string eventName) => eventName switch
    {
        nameof(LeaseEvent.Admitted) => "admitted",
        nameof(LeaseEvent.Rejected) => "refused",
        nameof(LeaseEvent.ImageReady) => "image is there",
        nameof(LeaseEvent.Started) => "seen running",
        nameof(LeaseEvent.ProvisionFailed) => "did not work",
        nameof(LeaseEvent.Released) => "released",
        nameof(LeaseEvent.Expired) => "time was up",
        nameof(LeaseEvent.ContainerExited) => "its program ended",
        nameof(LeaseEvent.ContainerRestarted) => "runs again",
        nameof(LeaseEvent.RestartFailed) => "could not be started",
        nameof(LeaseEvent.ContainerCompleted) => "its program was done",
        nameof(LeaseEvent.ContainerLost) => "somebody removed the container",
        nameof(LeaseEvent.DiskLimitReached) => "it filled the disk",
        nameof(LeaseEvent.OutageBegan) => "an outage, through no fault of its own",
        nameof(LeaseEvent.OutageEnded) => "over, and its time given back",
        nameof(LeaseEvent.KeyLost) => "its key is gone from the kernel",
        nameof(LeaseEvent.Unlocked) => "unlocked",
        nameof(LeaseEvent.Confirmed) => "its end was confirmed",
        nameof(LeaseEvent.EvictionFailed) => "something could not be removed yet",
        nameof(LeaseEvent.VerifiedGone) => "nothing is left",
        "Restored" => "restored",
        _ => eventName,
    };
}
