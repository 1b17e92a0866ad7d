using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

// What one owner may have.
public abstract partial class LeaseStoreContract
{
    [Fact]
    public async Task EnqueueAsync_OwnerHasAsManyAsOneMay_IsRefusedForThatOwnerAlone()
    {
        var limits = new QueueLimits(10, OfOwner: 2);
        var (first, _) = (await EnqueueAsync(), await ReachAsync(LeaseState.Active));
        await ReachAsync(LeaseState.Ended, vmid: 1001);
        var next = Some.Lease(LeaseState.Queued);
        OwnerId.TryParse("somebody-else", out var other).ShouldBeTrue();

        (await Queue.EnqueueAsync(next, Fingerprint, limits, Token)).ShouldBe(new EnqueueResult.OwnerFull(next.Owner, 2));
        (await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: first.RequestId), Fingerprint, limits, Token)).ShouldBeOfType<EnqueueResult.Known>("it was taken before");
        (await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued) with { Owner = other }, Fingerprint, limits, Token)).ShouldBeOfType<EnqueueResult.Enqueued>();
        (await Store.FindAsync(next.Id, Token)).ShouldBeNull();
    }
}
