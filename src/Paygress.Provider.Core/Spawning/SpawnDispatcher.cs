using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Hands waiting requests to the provisioner, as many at a time as there are slots.</summary>
public sealed class SpawnDispatcher(ISpawnQueue queue, LeaseProvisioner provisioner, SpawnSlots slots, LeaseWork work) : IDisposable
{
    // From the moment in which a request is taken until it is in hand, nobody may take it for forgotten and put it back: it would be worked on twice.
    private readonly SemaphoreSlim _handover = new(1, 1);

    public void Dispose() => _handover.Dispose();

    /// <summary>Waits for a slot and starts work on the oldest waiting request; false when none waits.</summary>
    /// <param name="effects">Cancelled when the work itself is to stop, later than <paramref name="cancellationToken"/>.</param>
    public async Task<bool> DispatchNextAsync(CancellationToken effects, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        var begun = false;
        try
        {
            begun = await TakeAsync(effects, cancellationToken);
        }
        finally
        {
            if (!begun)
            {
                slots.Release();
            }
        }

        return begun;
    }

    /// <summary>Puts a request that was taken back to its place, unless work on it is under way: whoever took it is gone.</summary>
    public async Task RequeueAsync(LeaseId id, CancellationToken cancellationToken)
    {
        await _handover.WaitAsync(cancellationToken);
        try
        {
            if (!work.IsInHand(id))
            {
                await queue.GiveBackAsync(id, cancellationToken);
            }
        }
        finally
        {
            _handover.Release();
        }
    }

    /// <summary>Goes on with a lease that was admitted by a process that is no more, and for which nothing was made yet.</summary>
    public void Resume(Lease lease, CancellationToken effects) => work.Begin([lease.Id], async () =>
    {
        await slots.WaitAsync(effects);
        await WorkAsync(lease, effects, effects);
    });

    private async Task<bool> TakeAsync(CancellationToken effects, CancellationToken cancellationToken)
    {
        await _handover.WaitAsync(cancellationToken);
        try
        {
            if (await queue.TakeAsync(cancellationToken) is not { } lease)
            {
                return false;
            }

            work.Begin([lease.Id], () => WorkAsync(lease, cancellationToken, effects));
            return true;
        }
        finally
        {
            _handover.Release();
        }
    }

    private async Task WorkAsync(Lease lease, CancellationToken stopping, CancellationToken effects)
    {
        using var slot = slots.Hold();
        await provisioner.ProvisionAsync(lease, slot, stopping, effects);
        await queue.CompleteAsync(lease.Id, effects);
    }
}
