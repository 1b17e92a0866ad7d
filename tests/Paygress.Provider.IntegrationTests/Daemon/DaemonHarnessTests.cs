using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class DaemonHarnessTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task StartAsync_HealthyHost_AnswersAndStops()
    {
        await _provider.StartAsync();

        (await _provider.Api.SpawnAsync("hello", 60)).State.ShouldBe("active");
        (await _provider.RestartAsync()).ShouldBe(0);
        (await _provider.Api.ListAsync()).Length.ShouldBe(1);
    }
}
