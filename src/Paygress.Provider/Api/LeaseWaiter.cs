using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Api;

/// <summary>Holds a request until the lease it asks for has changed.</summary>
internal sealed class LeaseWaiter(ILeaseStore store, LeaseLedger ledger, SpawnProgress progress, IHostApplicationLifetime lifetime, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Reads the wish <c>?wait=30s</c>; none and empty wait not at all.</summary>
    /// <param name="fault">What is wrong when it is no duration.</param>
    public static TimeSpan Read(string? wait, out Problem? fault)
    {
        var isDuration = DurationText.TryParse(wait, out var time);
        fault = string.IsNullOrEmpty(wait) || isDuration ? null : new Problem(ErrorCodes.InvalidRequest, "must be a duration such as 30s", nameof(wait));
        return !isDuration ? TimeSpan.Zero : time < LongestWait ? time : LongestWait;
    }

    /// <summary>The lease, as soon as <paramref name="isEnough"/> says so, or its state or progress changes, or the time is over, or the provider stops.</summary>
    public async Task<Lease?> WaitAsync(Func<Task<Lease?>> read, Func<Lease, bool> isEnough, bool anyChange, TimeSpan wait, CancellationToken cancellationToken)
    {
        var began = timeProvider.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
        (long Version, string? Step)? first = null;
        while (true)
        {
            var (changed, moved) = (ledger.Changed.Next, progress.Changed.Next);
            if (await read() is not { } lease)
            {
                return null;
            }

            var now = (lease.Version, progress.Find(lease.Id));
            first ??= now;
            var left = wait - timeProvider.GetElapsedTime(began);
            if (isEnough(lease) || left <= TimeSpan.Zero || (anyChange && now != first) || lifetime.ApplicationStopping.IsCancellationRequested)
            {
                return lease;
            }

            await Pulse.WaitAsync(Task.WhenAny(changed, moved), left, timeProvider, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The lease with this vmid or lease id; none when there is none.</summary>
    public async Task<Lease?> FindAsync(string given, CancellationToken cancellationToken)
    {
        if (LeaseId.TryParse(given, out var id))
        {
            return await store.FindAsync(id, cancellationToken);
        }

        return Vmid.TryParse(given, out var vmid) ? await store.FindAsync(vmid, cancellationToken) : null;
    }
}
