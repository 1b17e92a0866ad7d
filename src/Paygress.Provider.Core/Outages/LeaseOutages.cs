using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Outages;

/// <summary>Gives leases back the time in which the machine kept their containers from running.</summary>
public sealed class LeaseOutages(ILeaseStore store, LeaseLedger ledger, IHostClock host, ClockStart start, IOptions<LeasesOptions> options, TimeProvider timeProvider)
{
    // Less is the noise of two clocks that are read one after the other.
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromSeconds(1);

    private TimeSpan _slept = start.Mark is null || start.IsAfterReboot ? start.Host.Suspended : start.Mark.Suspended;

    /// <summary>After a reboot: no container has run since the last sign of life. Each lease's outage ends when its container runs again or its key is missed. Gives their number.</summary>
    public async Task<int> BeginAfterRebootAsync(CancellationToken cancellationToken)
    {
        if (start is not { IsAfterReboot: true, Mark: { } mark })
        {
            return 0;
        }

        var leases = await ListActiveAsync(cancellationToken);
        foreach (var lease in leases)
        {
            await BeginAsync(lease.Id, mark.At, cancellationToken);
        }

        return leases.Length;
    }

    /// <summary>Puts off the end of an active lease whose container can't run since then.</summary>
    public Task BeginAsync(LeaseId id, DateTimeOffset since, CancellationToken cancellationToken) =>
        ledger.ApplyAsync(id, new LeaseEvent.OutageBegan(since, options.Value.MaxOutageCredit, timeProvider.GetUtcNow()), cancellationToken);

    /// <summary>Looks whether the machine has slept since the last look, and gives that back. To be called before any lease is called overdue.</summary>
    public async Task CreditSleepAsync(CancellationToken cancellationToken)
    {
        var slept = host.Suspended - _slept;
        if (slept < ShortestSleep)
        {
            return;
        }

        var now = timeProvider.GetUtcNow();
        foreach (var lease in await ListActiveAsync(cancellationToken))
        {
            // One that could not run before it slept goes on not running: that outage covers the sleep.
            if (lease.Outage is null)
            {
                await BeginAsync(lease.Id, now - slept, cancellationToken);
                await ledger.ApplyAsync(lease.Id, new LeaseEvent.OutageEnded(now), cancellationToken);
            }
        }

        _slept += slept;
    }

    private Task<ImmutableArray<Lease>> ListActiveAsync(CancellationToken cancellationToken) => store.ListAsync([LeaseState.Active], cancellationToken);
}
