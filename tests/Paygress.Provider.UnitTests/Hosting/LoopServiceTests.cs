using Microsoft.Data.Sqlite;
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
        using var loop = new Loop(health, _time) { Fault = new IOException("the disk is full") };
        await loop.StartAsync(World.Token);

        await PassUntilAsync(() => loop.Beats == 2);
        health.All.ShouldHaveSingleItem().LastError.ShouldBe("the disk is full");

        loop.Fault = null;
        await PassUntilAsync(() => loop.Beats == 3);
        health.All.ShouldHaveSingleItem().LastError.ShouldBeNull();
        await loop.StopAsync(World.Token);
    }

    // SQLITE_CORRUPT: only a start mends it.
    [Theory]
    [InlineData(11)]
    [InlineData(26)]
    public async Task Loop_StoreIsBroken_EndsTheProvider(int code)
    {
        using var loop = new Loop(new LoopHealth(_time), _time) { Fault = new SqliteException("database disk image is malformed", code) };
        await loop.StartAsync(World.Token);

        await PassUntilAsync(() => loop.ExecuteTask!.IsCompleted);

        loop.ExecuteTask!.IsFaulted.ShouldBeTrue();
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
        public Exception? Fault { get; set; }

        public int Beats { get; private set; }

        protected override TimeSpan Bound => TimeSpan.FromMinutes(1);

        protected override async Task TurnAsync(Action beat, CancellationToken stoppingToken)
        {
            beat();
            Beats++;
            await Task.Delay(TimeSpan.FromSeconds(10), Time, stoppingToken);
            if (Fault is not null)
            {
                throw Fault;
            }
        }
    }
}
