using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.TestSupport;
using Paygress.Provider.Trials;

namespace Paygress.Provider.UnitTests.Trials;

/// <summary>A host on which limits were never tried is tried by itself, once.</summary>
public sealed class TrialServiceTests : IDisposable
{
    private readonly World _world = new();
    private readonly FakeTrialGround _ground = new();
    private readonly CheckPulse _checks = new();
    private readonly TrialOptions _options = new();
    private readonly TrialService _service;

    public TrialServiceTests()
    {
        var trial = new TrialRun(
            _world.Intake, _world.Books.Leases, _world.Releaser, _world.Ledger, _ground, new TrialLog(_ground, _ground), _ground, new TrialPlan(512, 30 << 20, [], null), _world.Terms.Catalog,
            new ProviderIdentity("p", "h", "i", "1.2.3", Some.Now), Options.Create(_world.Leases), _world.Wall, _world.Time, new FakeLogger<TrialRun>(_world.LogCollector));
        _service = new TrialService(trial, _ground, _checks, Options.Create(_options), new LoopHealth(_world.Time), _world.Time, new FakeLogger<TrialService>(_world.LogCollector));
        _ground.Answer("", 1, "its answer");
    }

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Start_NeverTried_TriesOnceAndAsksForACheck()
    {
        var wanted = _checks.Wanted.Next;
        await PassAsync(TimeSpan.FromMinutes(2));

        _ground.Report.ShouldNotBeNull();
        wanted.IsCompleted.ShouldBeTrue();
        var leases = (await _world.Books.Leases.ListAsync([], World.Token)).Length;
        await PassAsync(TimeSpan.FromMinutes(10), isStarted: true);
        (await _world.Books.Leases.ListAsync([], World.Token)).Length.ShouldBe(leases);
    }

    [Fact]
    public async Task Start_NotWanted_TriesNothing()
    {
        _options.AtFirstStart = false;

        await PassAsync(TimeSpan.FromMinutes(10));

        _ground.Report.ShouldBeNull();
    }

    /// <remarks>After 1, 3, 7 and 15 minutes, not in each of twenty.</remarks>
    [Fact]
    public async Task Start_CantBeMade_IsTriedEverMoreRarelyAndToldOnce()
    {
        _world.Spawn.MaxLeasesPerOwner = 1;

        await PassAsync(TimeSpan.FromMinutes(20));

        (await _world.Books.Leases.ListAsync([], World.Token)).Length.ShouldBe(4);
        _world.LoggedIds.Count(id => id == EventIds.TrialNotMade).ShouldBe(1);
    }

    private async Task PassAsync(TimeSpan time, bool isStarted = false)
    {
        if (!isStarted)
        {
            await _service.StartAsync(World.Token);
        }

        for (var end = _world.Time.GetUtcNow() + time; _world.Time.GetUtcNow() < end; _world.Time.Advance(TimeSpan.FromSeconds(1)))
        {
            // What the queue's and the cleanup loop do meanwhile.
            for (var i = 0; i < 20; i++)
            {
                await Task.Yield();
                if (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token))
                {
                    await _world.Work.DrainAsync();
                }
            }

            await _world.LeaseCleanup.EvictDueAsync(_world.Time.GetUtcNow(), World.Token);
        }
    }
}
