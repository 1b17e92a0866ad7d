using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Leases;

// What the journal says of each event.
public sealed partial class LeaseLedger
{
    private void Log(LeaseEvent e, Lease lease)
    {
        switch (e)
        {
            case LeaseEvent.Rejected x:
                LeaseRejected(lease.Id, lease.RequestId, lease.Owner, x.Problem.Code, x.Problem.Detail);
                break;
            case LeaseEvent.Admitted x:
                LeaseAdmitted(lease.Id, x.Vmid);
                break;
            case LeaseEvent.Started:
                LeaseStarted(lease.Id, lease.Vmid, lease.Owner, Shown(lease.ExpiresAt));
                break;
            case LeaseEvent.ProvisionFailed x when lease.EndReason is EndReason.ProvisionFailed:
                LeaseProvisionFailed(lease.Id, lease.Vmid, x.Problem.Code, x.Problem.Detail);
                break;
            case LeaseEvent.Extended x:
                LeaseExtended(lease.Id, lease.Vmid, x.RequestId, DurationText.Format(x.By), Shown(lease.ExpiresAt));
                break;
            case LeaseEvent.Confirmed:
                LeaseConfirmed(lease.Id, lease.Vmid, Shown(lease.ExpiresAt));
                break;
            case LeaseEvent.Released x:
                LeaseReleased(lease.Id, lease.Vmid, x.Reason ?? "none given");
                break;
            case LeaseEvent.Expired x:
                LeaseExpired(lease.Id, lease.Vmid, x.At - lease.ExpiresAt);
                break;
            case LeaseEvent.VerifiedGone:
                LeaseEnded(lease.Id, lease.Vmid, lease.State, lease.EndReason);
                break;
            default:
                LogTrouble(e, lease);
                break;
        }
    }

    private void LogTrouble(LeaseEvent e, Lease lease)
    {
        switch (e)
        {
            case LeaseEvent.EvictionFailed x:
                LeaseEvictionFailed(lease.Id, lease.Vmid, lease.EvictionAttempts, x.Error, Shown(x.RetryAt));
                break;
            case LeaseEvent.ContainerExited x:
                LeaseContainerExited(lease.Id, lease.Vmid, x.ExitCode, Shown(x.RestartAt));
                break;
            case LeaseEvent.ContainerRestarted:
                LeaseContainerRestarted(lease.Id, lease.Vmid, lease.Restarts);
                break;
            case LeaseEvent.RestartFailed x:
                LeaseRestartFailed(lease.Id, lease.Vmid, x.Error, Shown(x.RetryAt));
                break;
            case LeaseEvent.ContainerCompleted x:
                LeaseContainerCompleted(lease.Id, lease.Vmid, x.ExitCode);
                break;
            case LeaseEvent.ContainerLost:
                LeaseContainerLost(lease.Id, lease.Vmid);
                break;
            case LeaseEvent.DiskLimitReached:
                LeaseDiskLimit(lease.Id, lease.Vmid);
                break;
            case LeaseEvent.OutageBegan x:
                LeaseOutageBegan(lease.Id, lease.Vmid, Shown(x.Since));
                break;
            case LeaseEvent.OutageEnded:
                LeaseOutageEnded(lease.Id, lease.Vmid, lease.OutageCredit, Shown(lease.ExpiresAt));
                break;
            case LeaseEvent.KeyLost:
                LeaseLocked(lease.Id, lease.Vmid, Shown(lease.ExpiresAt));
                break;
            case LeaseEvent.Unlocked:
                LeaseUnlocked(lease.Id, lease.Vmid);
                break;
        }
    }

    // The journal stamps its entries by the wall clock; what we write into them must match.
    private DateTimeOffset Shown(DateTimeOffset moment) => wall.ToWall(moment);

    private DateTimeOffset? Shown(DateTimeOffset? moment) => moment is { } known ? wall.ToWall(known) : null;

    [LoggerMessage(EventIds.LeaseQueued, LogLevel.Information, "Lease {LeaseId} queued: request {RequestId} of {Owner} for {Workload} on {Tier}, {Duration}")]
    private partial void LeaseQueued(LeaseId leaseId, RequestId requestId, OwnerId owner, string workload, string tier, string duration);

    [LoggerMessage(EventIds.LeaseRejected, LogLevel.Warning, "Lease {LeaseId} rejected: request {RequestId} of {Owner}: {Code}: {Reason}")]
    private partial void LeaseRejected(LeaseId leaseId, RequestId requestId, OwnerId owner, string code, string reason);

    [LoggerMessage(EventIds.LeaseAdmitted, LogLevel.Information, "Lease {LeaseId} admitted as {Vmid}")]
    private partial void LeaseAdmitted(LeaseId leaseId, Vmid vmid);

    [LoggerMessage(EventIds.LeaseStarted, LogLevel.Information, "Lease {LeaseId} ({Vmid}) of {Owner} started, ends at {ExpiresAt:O}")]
    private partial void LeaseStarted(LeaseId leaseId, Vmid? vmid, OwnerId owner, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseProvisionFailed, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) could not be started and is undone: {Code}: {Reason}")]
    private partial void LeaseProvisionFailed(LeaseId leaseId, Vmid? vmid, string code, string reason);

    [LoggerMessage(EventIds.LeaseExtended, LogLevel.Information, "Lease {LeaseId} ({Vmid}) extended by {By} with request {RequestId}, ends at {ExpiresAt:O}")]
    private partial void LeaseExtended(LeaseId leaseId, Vmid? vmid, RequestId requestId, string by, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseRebuilt, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) of {Owner} was not in the books and is rebuilt from its container; its end {ExpiresAt:O} may be too early and is held until an operator confirms it")]
    private partial void LeaseRebuilt(LeaseId leaseId, Vmid? vmid, OwnerId owner, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseConfirmed, LogLevel.Information, "Lease {LeaseId} ({Vmid}): its end was held and is confirmed, it ends at {ExpiresAt:O}")]
    private partial void LeaseConfirmed(LeaseId leaseId, Vmid? vmid, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseReleased, LogLevel.Information, "Lease {LeaseId} ({Vmid}) released, reason: {Reason}")]
    private partial void LeaseReleased(LeaseId leaseId, Vmid? vmid, string reason);

    [LoggerMessage(EventIds.LeaseExpired, LogLevel.Information, "Lease {LeaseId} ({Vmid}) expired, seen {Late} after its end")]
    private partial void LeaseExpired(LeaseId leaseId, Vmid? vmid, TimeSpan? late);

    [LoggerMessage(EventIds.LeaseEnded, LogLevel.Information, "Lease {LeaseId} ({Vmid}) is {State}, reason {EndReason}: nothing of it is left")]
    private partial void LeaseEnded(LeaseId leaseId, Vmid? vmid, LeaseState state, EndReason? endReason);

    [LoggerMessage(EventIds.LeaseEvictionFailed, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) is not gone after {Attempts} tries, next at {RetryAt:O}: {Reason}")]
    private partial void LeaseEvictionFailed(LeaseId leaseId, Vmid? vmid, int attempts, string reason, DateTimeOffset retryAt);

    [LoggerMessage(EventIds.LeaseEndNotKept, LogLevel.Error, "Lease {LeaseId} ({Vmid}): {Refused} is not done, because the new end could not be taken down: {Reason}")]
    private partial void LeaseEndNotKept(LeaseId leaseId, Vmid? vmid, string refused, string reason);

    [LoggerMessage(EventIds.LeaseEventRefused, LogLevel.Debug, "Lease {LeaseId}: {Refused} refused: {Code}: {Reason}")]
    private partial void LeaseEventRefused(LeaseId leaseId, string refused, string code, string reason);

    [LoggerMessage(EventIds.LeaseContainerExited, LogLevel.Warning, "Lease {LeaseId} ({Vmid}): container exited with {ExitCode}, starts again at {RestartAt:O}")]
    private partial void LeaseContainerExited(LeaseId leaseId, Vmid? vmid, int exitCode, DateTimeOffset restartAt);

    [LoggerMessage(EventIds.LeaseContainerRestarted, LogLevel.Information, "Lease {LeaseId} ({Vmid}): container started again, {Restarts} times in all")]
    private partial void LeaseContainerRestarted(LeaseId leaseId, Vmid? vmid, int restarts);

    [LoggerMessage(EventIds.LeaseRestartFailed, LogLevel.Warning, "Lease {LeaseId} ({Vmid}): container could not be started again, next try at {RetryAt:O}: {Reason}")]
    private partial void LeaseRestartFailed(LeaseId leaseId, Vmid? vmid, string reason, DateTimeOffset retryAt);

    [LoggerMessage(EventIds.LeaseContainerCompleted, LogLevel.Information, "Lease {LeaseId} ({Vmid}): container ended by itself with {ExitCode} and is left so")]
    private partial void LeaseContainerCompleted(LeaseId leaseId, Vmid? vmid, int exitCode);

    [LoggerMessage(EventIds.LeaseContainerLost, LogLevel.Error, "Lease {LeaseId} ({Vmid}): its container was removed by somebody else; the lease ends")]
    private partial void LeaseContainerLost(LeaseId leaseId, Vmid? vmid);

    [LoggerMessage(EventIds.LeaseDiskLimit, LogLevel.Error, "Lease {LeaseId} ({Vmid}) filled the host's disk; the lease ends")]
    private partial void LeaseDiskLimit(LeaseId leaseId, Vmid? vmid);

    [LoggerMessage(EventIds.LeaseLocked, LogLevel.Warning, "Lease {LeaseId} ({Vmid}) is locked until its owner gives the key, ends at {ExpiresAt:O}")]
    private partial void LeaseLocked(LeaseId leaseId, Vmid? vmid, DateTimeOffset? expiresAt);

    [LoggerMessage(EventIds.LeaseUnlocked, LogLevel.Information, "Lease {LeaseId} ({Vmid}) unlocked")]
    private partial void LeaseUnlocked(LeaseId leaseId, Vmid? vmid);

    [LoggerMessage(EventIds.LeaseOutageBegan, LogLevel.Warning, "Lease {LeaseId} ({Vmid}): its container cannot run since {Since:O}, through no fault of its own; its end is put off")]
    private partial void LeaseOutageBegan(LeaseId leaseId, Vmid? vmid, DateTimeOffset since);

    [LoggerMessage(EventIds.LeaseOutageEnded, LogLevel.Information, "Lease {LeaseId} ({Vmid}): outage over, {Credit} given back in all, ends at {ExpiresAt:O}")]
    private partial void LeaseOutageEnded(LeaseId leaseId, Vmid? vmid, TimeSpan credit, DateTimeOffset? expiresAt);
}
