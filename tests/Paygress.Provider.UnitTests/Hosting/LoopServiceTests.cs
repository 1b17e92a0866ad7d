using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Hosting;

public sealed class LoopServiceTests
{
    private readonly ObservedTime _time = new(Some.Now);

    // Most loops beat first, then wait, then work: what went wrong must not be forgotten at the next beat.
    [Fact]
    public async Task Loop_TurnFails_IsFailingUntilOneGoesWell()
    {
        var health = new LoopHealth(_time);
        using var loop = new Loop(health, _time) { Fails = true };
        await loop.StartAsync(World.Token);

        await PassUntilAsync(() => loop.Beats == 2);
        health.All.ShouldHaveSingleItem().LastError.ShouldBe("the disk is full");

        loop.Fails = false;
        await PassUntilAsync(() => loop.Beats == 3);
        health.All.ShouldHaveSingleItem().LastError.ShouldBeNull();
        await loop.StopAsync(World.Token);
    }

    private async Task PassUntilAsync(Func<bool> done)
    {
        while (!done())
        {
            await World.UntilAsync(() => done() || _time.IsAwaited);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }

    private sealed class Loop(LoopHealth health, TimeProvider time) : LoopService("disk", health, time, new FakeLogger<Loop>())
    {
        public bool Fails { get; set; }

        public int Beats { get; private set; }

        protected override TimeSpan Bound => TimeSpan.FromMinutes(1);

        protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
        {
            beat();
            Beats++;
            await Task.Delay(TimeSpan.FromSeconds(10), Time, stoppingToken);
            if (Fails)
            {
                throw new IOException("the disk is full");
            }
        }
    }
}
