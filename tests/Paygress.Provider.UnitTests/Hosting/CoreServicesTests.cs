using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Configuration;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Hosting;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.UnitTests.Configuration;

namespace Paygress.Provider.UnitTests.Hosting;

public sealed class CoreServicesTests
{
    // An options class that nobody registered is there all the same, with its defaults.
    [Fact]
    public void AddCore_DockerOptions_AreTheConfiguredOnes()
    {
        var settings = SomeSettings.Read(("Docker:Program", "/opt/docker")).ShouldBeOfType<ConfigurationResult.Loaded>().Settings;
        var host = new FakeHostClock(new FakeTimeProvider(Some.Now));
        var clock = new BootClock(host, ClockRule.Start(null, host.Read()));
        using var services = new ServiceCollection()
            .AddOptions()
            .AddCore(settings, new ProviderIdentity("p", "i", "1.2.3", Some.Now), new byte[32], clock, orphansRemovable: true, knownUntil: null)
            .BuildServiceProvider();

        services.GetRequiredService<IOptions<DockerOptions>>().Value.Program.ShouldBe("/opt/docker");
    }
}
