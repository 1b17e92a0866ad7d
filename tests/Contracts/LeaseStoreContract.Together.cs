using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.Contracts;

/// <summary>One event for many leases.</summary>
public abstract partial class LeaseStoreContract
{
    [Fact]
    public async Task ApplyAllAsync_SomeFit_AnswersEachInTheOrderOfTheQuestion()
    {
        var (first, second, unknown) = (await ReachAsync(LeaseState.Active, 1000), await ReachAsync(LeaseState.Active, 1001), LeaseId.New(Some.Now));
        var end = first.ExpiresAt!.Value;
        await Store.ApplyAsync(second.Id, new LeaseEvent.Released(null, Some.Now), Token);

        var results = await Store.ApplyAllAsync([unknown, second.Id, first.Id], new LeaseEvent.Expired(end), Token);

        results[0].ShouldBeOfType<ApplyResult.NotFound>();
        results[1].ShouldNotBeOfType<ApplyResult.Applied>();
        results[2].ShouldBeOfType<ApplyResult.Applied>().Lease.State.ShouldBe(LeaseState.Evicting);
        (await Store.FindAsync(first.Id, Token))!.State.ShouldBe(LeaseState.Evicting);
        (await Store.ListEventsAsync(first.Id, Token))[^1].Name.ShouldBe("Expired");
    }
}
