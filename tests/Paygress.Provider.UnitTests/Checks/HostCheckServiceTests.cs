using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Health;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Checks;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Checks;

public sealed class HostCheckServiceTests
{
    private readonly World _world = new();

    // It would be killed while it waits for a docker that its operator gives so much time.
    [Fact]
    public async Task Start_LongDeadline_IsWithinTheBound()
    {
        var health = new LoopHealth(_world.Time);
        var docker = new DockerOptions { QueryTimeout = TimeSpan.FromMinutes(10) };
        var checks = new HostChecks(new ProviderOptions(), docker, new NetworkOptions(), new PortsOptions(), new VolumesOptions(), "paygress", _world.Time);
        using var service = new HostCheckService(
            checks, new CheckJournal(_world.Capabilities, NullLogger<CheckJournal>.Instance), new CheckPulse(), new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance),
            Options.Create(docker), health, _world.Time, NullLogger<HostCheckService>.Instance);

        await service.StartAsync(World.Token);
        while (health.All.IsEmpty)
        {
            await Task.Yield();
        }

        health.All.Single().Bound.ShouldBeGreaterThan(2 * docker.QueryTimeout);
        await service.StopAsync(World.Token);
    }
}
