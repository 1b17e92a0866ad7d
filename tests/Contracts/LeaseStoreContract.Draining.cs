using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

// Whoever drains the host counts what came in before, and nothing comes after.
public abstract partial class LeaseStoreContract
{
    [Fact]
    public async Task EnqueueAsync_Draining_TakesNoNewOneAndKnowsOldOnes()
    {
        var first = await EnqueueAsync();
        await Drain.SetAsync(true, Token);
        var next = Some.Lease(LeaseState.Queued);

        (await Queue.EnqueueAsync(next, Fingerprint, new QueueLimits(10), Token)).ShouldBeOfType<EnqueueResult.Draining>();
        (await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: first.RequestId), Fingerprint, new QueueLimits(10), Token)).ShouldBeOfType<EnqueueResult.Known>();
        (await Store.FindAsync(next.Id, Token)).ShouldBeNull();

        await Drain.SetAsync(false, Token);
        (await Queue.EnqueueAsync(next, Fingerprint, new QueueLimits(10), Token)).ShouldBeOfType<EnqueueResult.Enqueued>();
    }
}
