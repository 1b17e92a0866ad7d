using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Cleanup;

/// <summary>The audit loop: counts from time to time what books and host do not agree on, for the metrics. Changes nothing.</summary>
internal sealed class AuditService(LastAudit audit, IOptions<CleanupOptions> options, IOptions<DockerOptions> docker, LoopHealth health, TimeProvider timeProvider, ILogger<AuditService> logger)
    : LoopService("audit", health, timeProvider, logger)
{
    protected override TimeSpan Bound => options.Value.AuditInterval + TimeSpan.FromMinutes(5) + docker.Value.LongestStep;

    protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
    {
        // Not at the start: the first sweep has the same questions and comes first.
        beat();
        await Task.Delay(options.Value.AuditInterval, Time, stoppingToken);
        await audit.RunOnceAsync(stoppingToken);
    }
}
