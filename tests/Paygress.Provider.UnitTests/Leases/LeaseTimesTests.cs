using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class LeaseTimesTests
{
    private readonly World _world = new();

    [Fact]
    public async Task Ledger_ALeasesLife_IsTimedFromAcceptanceToNothingLeft()
    {
        var lease = await _world.SubmitAsync(Requests.Hello() with { DurationSeconds = 60 });
        _world.Time.Advance(TimeSpan.FromSeconds(3));
        (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token)).ShouldBeTrue();
        await _world.Work.DrainAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(60.25));

        await _world.LeaseCleanup.ExpireDueAsync(_world.Time.GetUtcNow(), World.Token);
        await _world.EvictAsync();

        (await _world.ReadAsync(lease.Id)).State.ShouldBe(LeaseState.Ended);
        _world.Measured.Lines.ShouldBe(["spawn Active 3", "expired 0.25", "eviction Expired 0"]);
    }

    [Fact]
    public async Task Ledger_NoCapacity_IsARejectedSpawn()
    {
        _world.Meter.Node = _world.Meter.Node! with { MemoryAvailableBytes = 0 };

        await _world.SpawnAsync();

        _world.Measured.Lines.ShouldBe(["spawn Rejected 0"]);
    }

    [Fact]
    public async Task Ledger_EvictionTriedAgain_CountsTheTryAndTimesTheWhole()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Active, 1000, Some.Now));
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.Released("x", Some.Now), World.Token);
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.EvictionFailed("busy", Some.Now.AddSeconds(9), Some.Now.AddSeconds(4)), World.Token);

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.VerifiedGone(Some.Now.AddSeconds(10)), World.Token);

        _world.Measured.Lines.ShouldBe(["eviction failed", "eviction Released 10"]);
    }

    [Fact]
    public async Task Ledger_EvictionThatAnotherProcessBegan_HasNoDuration()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Evicting, 1000, Some.Now) with { EndReason = EndReason.Expired });

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.EvictionFailed("busy", Some.Now.AddSeconds(9), Some.Now.AddSeconds(4)), World.Token);
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.VerifiedGone(Some.Now.AddSeconds(10)), World.Token);

        _world.Measured.Lines.ShouldBe(["eviction failed"]);
    }

    [Fact]
    public async Task Ledger_ProvisionFailed_IsAFailedSpawnAndAnEviction()
    {
        var lease = _world.Books.Add(Some.Lease(LeaseState.Provisioning, 1000, Some.Now));

        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.ProvisionFailed(new Problem(ErrorCodes.BackendError, "x"), null, lease.CreatedAt.AddSeconds(2)), World.Token);
        await _world.Ledger.ApplyAsync(lease.Id, new LeaseEvent.VerifiedGone(lease.CreatedAt.AddSeconds(3)), World.Token);

        _world.Measured.Lines.ShouldBe(["spawn Failed 2", "eviction ProvisionFailed 1"]);
    }
}
