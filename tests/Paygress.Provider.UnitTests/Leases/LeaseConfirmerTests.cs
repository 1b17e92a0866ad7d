using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseConfirmerTests
{
    private readonly World _world = new();

    [Fact]
    public async Task ConfirmAsync_EndIsToCome_ExpiresThen()
    {
        var held = await HoldAsync();

        var lease = Confirmed(await ConfirmAsync(held));
        (lease.State, lease.Held, lease.ExpiresAt).ShouldBe((LeaseState.Active, false, held.ExpiresAt));

        _world.Time.Advance(TimeSpan.FromMinutes(10));
        await _world.EvictAsync();
        (await _world.ReadAsync(held.Id)).EndReason.ShouldBe(EndReason.Expired);
    }

    [Fact]
    public async Task ConfirmAsync_EndIsOver_IsEvictedAtOnceAndSaysSo()
    {
        var held = await HoldAsync();
        _world.Time.Advance(TimeSpan.FromHours(1));

        var lease = Confirmed(await ConfirmAsync(held));

        (lease.State, lease.EndReason).ShouldBe((LeaseState.Evicting, EndReason.Expired));
    }

    // Found by a run in which the cleanup loop was quicker: the answer spoke of an active lease.
    [Fact]
    public async Task ConfirmAsync_EndIsOverAndSeenBySomebodyElseFirst_SaysSo()
    {
        var held = await HoldAsync();
        _world.Time.Advance(TimeSpan.FromHours(1));
        _world.Ends.OnConfirm = lease => _world.Books.Leases.ApplyAsync(lease.Id, new LeaseEvent.Expired(_world.Time.GetUtcNow()), World.Token);

        var lease = Confirmed(await ConfirmAsync(held));

        (lease.State, lease.EndReason).ShouldBe((LeaseState.Evicting, EndReason.Expired));
    }

    [Fact]
    public async Task ConfirmAsync_ForATime_EndsAfterIt()
    {
        var held = await HoldAsync();
        _world.Time.Advance(TimeSpan.FromHours(1));

        var lease = Confirmed(await ConfirmAsync(held, seconds: 60));

        (lease.State, lease.ExpiresAt).ShouldBe((LeaseState.Active, _world.Time.GetUtcNow().AddSeconds(60)));
        _world.Ends.Ends[held.Id].ShouldBe(lease.ExpiresAt, "its file knows it too");
    }

    // A lost answer: the same request again must find the same end.
    [Fact]
    public async Task ConfirmAsync_SameRequestAgain_ChangesNothing()
    {
        var held = await HoldAsync();
        var first = Confirmed(await ConfirmAsync(held, "c", 60));
        _world.Time.Advance(TimeSpan.FromSeconds(5));

        Confirmed(await ConfirmAsync(held, "c", 60)).ShouldBe(first);
        Refused(await ConfirmAsync(held, "c", 61)).ShouldBe(ErrorCodes.RequestIdConflict);
        Refused(await ConfirmAsync(held, "d", 60)).ShouldBe(ErrorCodes.NotHeld);
    }

    [Theory]
    [InlineData("two words", null, ErrorCodes.InvalidRequest)]
    [InlineData(null, 0, ErrorCodes.InvalidDuration)]
    [InlineData(null, -1, ErrorCodes.InvalidDuration)]
    [InlineData(null, (30 * 24 * 3600) + 1, ErrorCodes.InvalidDuration)]
    public async Task ConfirmAsync_BadInput_IsRefusedAndStaysHeld(string? requestId, int? seconds, string code)
    {
        var held = await HoldAsync();

        Refused(await ConfirmAsync(held, requestId, seconds)).ShouldBe(code);

        (await _world.ReadAsync(held.Id)).Held.ShouldBeTrue();
    }

    [Fact]
    public async Task ConfirmAsync_NoSuchLease_IsRefused() =>
        Refused(await _world.Confirmer.ConfirmAsync(LeaseId.New(_world.Time.GetUtcNow()), null, null, World.Token)).ShouldBe(ErrorCodes.NotFound);

    private async Task<Lease> HoldAsync() => _world.Books.Add((await _world.RunLeaseAsync(duration: TimeSpan.FromMinutes(10))) with { Held = true });

    private Task<ConfirmOutcome> ConfirmAsync(Lease lease, string? requestId = null, long? seconds = null) =>
        _world.Confirmer.ConfirmAsync(lease.Id, requestId, seconds, World.Token);

    private static Lease Confirmed(ConfirmOutcome outcome) => outcome.ShouldBeOfType<ConfirmOutcome.Confirmed>().Lease;

    private static string Refused(ConfirmOutcome outcome) => outcome.ShouldBeOfType<ConfirmOutcome.Refused>().Problem.Code;
}
