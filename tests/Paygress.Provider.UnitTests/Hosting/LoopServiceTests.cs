using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Hosting;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Hosting;

public sealed class LoopServiceTests : IDisposable
{
    private readonly Loop _loop = new(new FakeTimeProvider(Some.Now));

    public void Dispose() => _loop.Dispose();

    // What loops do first would hold up the API, and with it READY.
    [Fact]
    public async Task Start_HostHasNotStartedAllServices_TakesNoTurn()
    {
        await _loop.StartAsync(World.Token);
        for (var i = 0; i < 1000; i++)
        {
            await Task.Yield();
        }

        _loop.Turns.ShouldBe(0);
        await ((IHostedLifecycleService)_loop).StartedAsync(World.Token);

        await World.UntilAsync(() => _loop.Turns == 1);
    }

    [Fact]
    public async Task Stop_HostNeverStarted_Ends()
    {
        await _loop.StartAsync(World.Token);

        await _loop.StopAsync(World.Token);

        // Or cancelled: it may not have got to its first line.
        (_loop.ExecuteTask!.IsCompleted, _loop.ExecuteTask.IsFaulted).ShouldBe((true, false));
        _loop.Turns.ShouldBe(0);
    }

    private sealed class Loop(TimeProvider time) : LoopService("some", new LoopHealth(time), time, NullLogger.Instance)
    {
        private int _turns;

        public int Turns => Volatile.Read(ref _turns);

        protected override TimeSpan Bound => TimeSpan.FromMinutes(1);

        protected override Task TurnAsync(Action beat, CancellationToken stoppingToken)
        {
            Interlocked.Increment(ref _turns);
            return Task.Delay(Timeout.InfiniteTimeSpan, Time, stoppingToken);
        }
    }
}
