using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class SpawnQueueServiceTests
{
    private readonly World _world = new();

    // It would be killed while docker does what its operator lets it take the time for.
    [Fact]
    public async Task Start_LongDeadlines_AreWithinTheBound()
    {
        var longest = TimeSpan.FromMinutes(10);
        var health = new LoopHealth(_world.Time);
        var options = new DockerOptions { QueryTimeout = longest, CreateTimeout = longest, StartTimeout = longest };
        using var service = new SpawnQueueService(_world.Dispatcher, _world.Ledger, _world.Work, Options.Create(options), health, _world.Time, NullLogger<SpawnQueueService>.Instance);

        await service.StartAsync(World.Token);
        while (health.All.IsEmpty)
        {
            await Task.Yield();
        }

        health.All.Single().Bound.ShouldBeGreaterThan(3 * longest);
        await service.StopAsync(World.Token);
    }
}
