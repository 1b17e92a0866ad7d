using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Leases;

/// <summary>All keepers of ends as one, asked one after the other in the order of their registration.</summary>
public sealed class LeaseEndKeepers(IEnumerable<ILeaseEndKeeper> keepers)
{
    private readonly ImmutableArray<ILeaseEndKeeper> _keepers = [.. keepers];

    /// <summary>Asks each; gives the first thing that is not done, and asks none after it.</summary>
    public Task<HostResult<Nothing>> PrepareAsync(Lease lease, CancellationToken cancellationToken) => AskAsync(k => k.PrepareAsync(lease, cancellationToken));

    /// <inheritdoc cref="ILeaseEndKeeper.ConfirmAsync"/>
    public async Task ConfirmAsync(Lease lease, CancellationToken cancellationToken)
    {
        foreach (var keeper in _keepers)
        {
            await keeper.ConfirmAsync(lease, cancellationToken);
        }
    }

    /// <inheritdoc cref="PrepareAsync"/>
    public Task<HostResult<Nothing>> ForgetAsync(LeaseId id, CancellationToken cancellationToken) => AskAsync(k => k.ForgetAsync(id, cancellationToken));

    /// <summary>What each keeps; one that does not answer makes the whole unknown.</summary>
    public async Task<HostResult<ImmutableArray<KeptEnds>>> ListAsync(CancellationToken cancellationToken)
    {
        var all = ImmutableArray.CreateBuilder<KeptEnds>(_keepers.Length);
        foreach (var keeper in _keepers)
        {
            var listed = await keeper.ListAsync(cancellationToken);
            if (listed is not HostResult<KeptEnds>.Done { Value: var kept })
            {
                return listed.As<ImmutableArray<KeptEnds>>();
            }

            all.Add(kept);
        }

        return HostResult.Of(all.ToImmutable());
    }

    private async Task<HostResult<Nothing>> AskAsync(Func<ILeaseEndKeeper, Task<HostResult<Nothing>>> ask)
    {
        foreach (var keeper in _keepers)
        {
            if (await ask(keeper) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        return HostResult.Done;
    }
}
