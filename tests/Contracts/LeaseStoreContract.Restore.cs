using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

// Leases that were rebuilt, and their ends that are held.
public abstract partial class LeaseStoreContract
{
    [Fact]
    public async Task RestoreAsync_UnknownLease_IsThereAndItsEndIsHeld()
    {
        var lease = Some.Lease() with { Held = true, Version = Lease.RebuiltVersion };

        var restored = (await Store.RestoreAsync(lease, Some.Now.AddHours(1), Token)).ShouldNotBeNull();

        (restored.Held, restored.ExpiresAt, restored.ContainerId).ShouldBe((true, lease.ExpiresAt, lease.ContainerId));
        (await Store.ListEventsAsync(lease.Id, Token)).ShouldHaveSingleItem().ShouldBe(
            new LeaseLogEntry(Lease.RebuiltVersion, Some.Now.AddHours(1), "Rebuilt", LeaseState.Active, "from its container; its end is held"));
        (await Store.GetReservationsAsync(Token)).Leases.ShouldHaveSingleItem().Ports.ShouldBe(lease.Ports);
        (await Queue.EnqueueAsync(Some.Lease(LeaseState.Queued, requestId: lease.RequestId), Fingerprint, new QueueLimits(10), Token)).ShouldBeOfType<EnqueueResult.Conflict>();
    }

    [Fact]
    public async Task RestoreAsync_LeaseVmidOrRequestKnown_ChangesNothing()
    {
        var lease = (await Store.RestoreAsync(Some.Lease(), Some.Now, Token)).ShouldNotBeNull();

        (await Store.RestoreAsync(Some.Lease(vmid: 1001) with { Id = lease.Id }, Some.Now, Token)).ShouldBeNull();
        (await Store.RestoreAsync(Some.Lease(), Some.Now, Token)).ShouldBeNull();
        (await Store.RestoreAsync(Some.Lease(vmid: 1001, requestId: lease.RequestId), Some.Now, Token)).ShouldBeNull();

        (await Store.ListAsync([], Token)).ShouldHaveSingleItem().Vmid.ShouldBe(lease.Vmid);
    }

    [Fact]
    public async Task ListDueAsync_HeldLease_IsDueOnceItIsConfirmed()
    {
        var lease = (await Store.RestoreAsync(Some.Lease() with { Held = true, Version = Lease.RebuiltVersion }, Some.Now, Token)).ShouldNotBeNull();
        var later = lease.ExpiresAt!.Value.AddDays(1);
        (await Store.ListDueAsync(later, Token)).ShouldBeEmpty();
        (await Store.FindNextDueAsync(Some.Now, Token)).ShouldBeNull();
        (await Store.FindNextExpiryAsync(Token)).ShouldBeNull();

        await Store.ApplyAsync(lease.Id, new LeaseEvent.Confirmed(Some.RequestId("c"), TimeSpan.FromMinutes(1), Some.Now), Token);

        (await Store.ListDueAsync(later, Token)).ShouldHaveSingleItem().Confirmation.ShouldBe(new LeaseConfirmation(Some.RequestId("c"), TimeSpan.FromMinutes(1)));
        (await Store.FindNextExpiryAsync(Token)).ShouldBe(Some.Now.AddMinutes(1));
    }
}
