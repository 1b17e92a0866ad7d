using System.Collections.Immutable;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>What the last audit found; for callers that must not ask the host themselves.</summary>
public sealed class LastAudit(HostReconciler reconciler, IWallClock wall, TimeProvider timeProvider)
{
    private Result? _last;

    /// <summary>The last one that the host answered; none yet.</summary>
    public Result? Last => Volatile.Read(ref _last);

    /// <summary>Audits once. When the host does not answer the last result stays, with its time.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        if (await reconciler.AuditAsync(cancellationToken) is HostResult<AuditReport>.Done { Value.Findings: var findings })
        {
            Volatile.Write(ref _last, new Result(findings, wall.ToWall(timeProvider.GetUtcNow())));
        }
    }

    /// <summary>What was found, and when.</summary>
    public sealed record Result(ImmutableArray<AuditFinding> Findings, DateTimeOffset At);
}
