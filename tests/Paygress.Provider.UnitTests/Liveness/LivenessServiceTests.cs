using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Liveness;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Liveness;

public sealed class LivenessServiceTests
{
    private readonly World _world = new();

    // Else a stop that took long ends with a failure, and the next provider gives back time that nobody lost.
    [Fact]
    public async Task StopAsync_NoTimeIsLeft_LeavesTheLastMark()
    {
        using var service = new LivenessService(_world.Liveness, new LoopHealth(_world.Time), _world.Time, new FakeLogger<LivenessService>());

        await service.StopAsync(new CancellationToken(canceled: true));

        _world.Marks.Read().ShouldNotBeNull().At.ShouldBe(Some.Now);
    }
}
