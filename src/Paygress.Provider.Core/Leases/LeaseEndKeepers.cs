using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Leases;

/// <summary>All keepers of ends as one, asked one after the other in the order of their registration.</summary>
public sealed class LeaseEndKeepers(IEnumerable<ILeaseEndKeeper> keepers)
{
    private readonly ImmutableArray<ILeaseEndKeeper> _keepers = [.. keepers];

    /// <summary>Asks each; gives the first thing that is not done, and asks none after it.</summary>
    public async Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken)
    {
        foreach (var keeper in _keepers)
        {
            if (await keeper.PrepareAsync(lease, cancellationToken) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        return HostResult.Done;
    }

    public async Task ConfirmAsync(Lease lease, CancellationToken cancellationToken)
    {
        foreach (var keeper in _keepers)
        {
            await keeper.ConfirmAsync(lease, cancellationToken);
        }
    }

    public async Task ForgetAsync(Lease lease, CancellationToken cancellationToken)
    {
        foreach (var keeper in _keepers)
        {
            await keeper.ForgetAsync(lease, cancellationToken);
        }
    }
}
