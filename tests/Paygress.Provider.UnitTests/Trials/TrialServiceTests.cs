using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.Trials;

namespace Paygress.Provider.UnitTests.Trials;

/// <summary>A host on which limits were never tried is tried by itself, once, and again when what they rest on has changed.</summary>
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
            new ProviderIdentity("p", "i", "1.2.3", Some.Now), Options.Create(_world.Leases), _world.Wall, _world.Time, new FakeLogger<TrialRun>(_world.LogCollector));
        _service = new TrialService(trial, _ground, _ground, _checks, Options.Create(_options), new LoopHealth(_world.Time), _world.Time, new FakeLogger<TrialService>(_world.LogCollector));
        _ground.Answer("", 1, "its answer");
    }

    public void Dispose() => _service.Dispose();

    [Fact]
    public async Task Start_NeverTried_TriesOnceAndAsksForACheck()
    {
        var wanted = _checks.Wanted.Next;
        await _service.StartAsync(World.Token);

        await PassUntilAsync(() => wanted.IsCompleted);

        _ground.Report.ShouldNotBeNull();
        var again = _world.Time.GetUtcNow().AddHours(3);
        await PassUntilAsync(() => _world.Time.GetUtcNow() >= again);
        (await ListAsync()).Length.ShouldBe(2);
    }

    [Fact]
    public async Task Start_NotWanted_TriesNothing()
    {
        _options.AtFirstStart = false;
        var end = _world.Time.GetUtcNow().AddHours(3);
        await _service.StartAsync(World.Token);

        await PassUntilAsync(() => _world.Time.GetUtcNow() >= end);

        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_TriedOnAnotherKernel_TriesAgainAndSaysWhy()
    {
        _ground.Report = new TrialReport(Some.Now, "1.2.2", []) { Ground = "kernel 5.10" };
        var end = _world.Time.GetUtcNow().AddHours(3);
        await _service.StartAsync(World.Token);

        await PassUntilAsync(() => _world.Time.GetUtcNow() >= end);

        _ground.Report!.Ground.ShouldBe("kernel 6.1");
        (await ListAsync()).Length.ShouldBe(2);
        _world.LogCollector.GetSnapshot().Where(r => r.Id.Id == EventIds.TrialOutdated).ShouldHaveSingleItem().Message.ShouldContain("kernel 5.10");
    }

    [Theory]
    [InlineData("kernel 6.1", "kernel 6.1")]
    [InlineData("kernel 6.1", null)]
    [InlineData(null, "kernel 6.1")]
    public async Task Start_NotKnownToBeAnother_TriesNothing(string? before, string? now)
    {
        (_ground.Report, _ground.Words) = (new TrialReport(Some.Now, "1.2.2", []) { Ground = before }, now);
        var end = _world.Time.GetUtcNow().AddHours(3);
        await _service.StartAsync(World.Token);

        await PassUntilAsync(() => _world.Time.GetUtcNow() >= end);

        (await ListAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_CantBeMade_IsTriedEverMoreRarelyAndToldOnce()
    {
        _world.Compute.Faults.Always("Create", new HostFault.Refusal(ErrorCodes.BackendError, "no"));
        var start = _world.Time.GetUtcNow();
        await _service.StartAsync(World.Token);

        await PassUntilAsync(async () => (await ListAsync()).Length == 8);

        var times = (await ListAsync()).Select(l => l.CreatedAt).Order().Where((_, i) => i % 2 == 0).Prepend(start).ToList(); // two leases for each
        times.Skip(1).Zip(times, (later, earlier) => (later - earlier).TotalMinutes).Zip([1, 2, 4, 8], (waited, least) => waited >= least).ShouldAllBe(longEnough => longEnough);
        _world.LogCollector.GetSnapshot().Where(r => r.Id.Id == EventIds.TrialNotMade).Select(r => r.Message).ShouldHaveSingleItem();
    }

    private Task<ImmutableArray<Lease>> ListAsync() => _world.Books.Leases.ListAsync([], World.Token);

    private Task PassUntilAsync(Func<bool> done) => PassUntilAsync(() => Task.FromResult(done()));

    // Time passes only while somebody waits for it; meanwhile the queue's and the cleanup loop turn.
    private async Task PassUntilAsync(Func<Task<bool>> done)
    {
        for (var turn = 0; !await done(); turn++)
        {
            turn.ShouldBeLessThan(10_000_000, "it never came to be");
            await SettleAsync();
            await _world.LeaseCleanup.EvictDueAsync(_world.Time.GetUtcNow(), World.Token);
            if (_world.Time.IsAwaited)
            {
                _world.Time.Advance(TimeSpan.FromSeconds(5));
            }
        }
    }

    // Whatever was asked for runs, or is refused, before time passes.
    private async Task SettleAsync()
    {
        for (var quiet = 0; quiet < 100; quiet++)
        {
            await Task.Yield();
            while (await _world.Dispatcher.DispatchNextAsync(World.Token, World.Token) || (await ListAsync()).Any(l => l.State is LeaseState.Queued or LeaseState.Provisioning))
            {
                quiet = 0;
                await Task.Yield();
            }
        }
    }
}
