using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;

namespace Paygress.Provider.UnitTests.Network;

public sealed class GuardedRulesTests
{
    [Fact]
    public void Of_AnythingThatIsEnforcedIsAnother_IsAnotherText()
    {
        var docker = new DockerOptions { Dns = ["192.0.2.1"] };
        string[] all =
        [
            GuardedRules.Of(docker, new NetworkOptions()),
            GuardedRules.Of(new DockerOptions { Dns = ["192.0.2.2"] }, new NetworkOptions()),
            GuardedRules.Of(docker, new NetworkOptions { Refused = ["198.51.100.0/24"] }),
            GuardedRules.Of(docker, new NetworkOptions { NewConnectionsPerSecond = 1 }),
            GuardedRules.Of(docker, new NetworkOptions { MaxConnections = 1 }),
            GuardedRules.Of(docker, new NetworkOptions { RouteTable = 1 }),
        ];

        all.ShouldBeUnique();
        GuardedRules.Of(docker, new NetworkOptions()).ShouldBe(all[0]);
    }
}
