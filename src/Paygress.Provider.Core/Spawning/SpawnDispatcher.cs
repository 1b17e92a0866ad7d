using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Hands waiting requests to the provisioner, as many at a time as there are slots.</summary>
public sealed class SpawnDispatcher(ISpawnQueue queue, LeaseProvisioner provisioner, SpawnSlots slots, LeaseWork work)
{
    /// <summary>Waits for a slot and starts work on the oldest waiting request; false when none waits.</summary>
    /// <param name="effects">Cancelled when the work itself is to stop, later than <paramref name="cancellationToken"/>.</param>
    public async Task<bool> DispatchNextAsync(CancellationToken effects, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken);
        Lease? lease = null;
        try
        {
            lease = await queue.TakeAsync(cancellationToken);
        }
        finally
        {
            if (lease is null)
            {
                slots.Release();
            }
        }

        if (lease is not null)
        {
            work.Begin([lease.Id], () => WorkAsync(lease, cancellationToken, effects));
        }

        return lease is not null;
    }

    /// <summary>Goes on with a lease that was admitted by a process that is no more, and for which nothing was made yet.</summary>
    public void Resume(Lease lease, CancellationToken effects) => work.Begin([lease.Id], async () =>
    {
        await slots.WaitAsync(effects);
        await WorkAsync(lease, effects, effects);
    });

    private async Task WorkAsync(Lease lease, CancellationToken stopping, CancellationToken effects)
    {
        using var slot = slots.Hold();
        await provisioner.ProvisionAsync(lease, slot, stopping, effects);
        await queue.CompleteAsync(lease.Id, effects);
    }
}
