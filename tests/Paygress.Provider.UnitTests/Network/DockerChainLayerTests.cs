using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Network;

public sealed class DockerChainLayerTests
{
    private const string There = "-P FORWARD DROP\n-A FORWARD -j DOCKER-USER\n";
    private const string Lost = "-P FORWARD ACCEPT\n";

    private readonly FakeCommandRunner _runner = new();
    private readonly FakeTimeProvider _time = new();

    private int Restarts => _runner.ReceivedLines.Count(line => line == "systemctl restart docker.service");

    [Fact]
    public async Task Mend_RulesAreThere_IsIntact()
    {
        Rules(There);

        (await MendAsync(mayRestart: true)).ShouldBe(LayerState.Intact("docker's rules"));
        Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task Mend_RulesAreLost_IsToldAndDockerLeftAlone()
    {
        Rules(Lost);

        (await MendAsync(mayRestart: false)).Fault.ShouldStartWith("chain PREROUTING of table nat does not lead to docker's");
        Restarts.ShouldBe(0);
    }

    [Fact]
    public async Task Mend_MayRestartDocker_DoesOnceInTenMinutes()
    {
        Rules(Lost);
        _runner.When("systemctl").Exits();
        var layer = Layer(mayRestart: true);

        for (var minute = 0; minute < 15; minute++)
        {
            (await layer.MendAsync(TestContext.Current.CancellationToken)).Fault.ShouldNotBeNull();
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Restarts.ShouldBe(2);
    }

    [Fact]
    public async Task Mend_RestartBringsThemBack_IsMended()
    {
        _runner.When("iptables").Exits(stdout: Lost).Exits(stdout: There);
        _runner.When("systemctl").Exits();

        (await MendAsync(mayRestart: true)).Mended.ShouldBe("docker.service was restarted for them");
    }

    // While the machine boots.
    [Fact]
    public async Task Mend_DockerIsNotStartedYet_IsNotRestarted()
    {
        Rules(Lost);
        _runner.When("systemctl", "is-active").Exits(3);

        (await MendAsync(mayRestart: true)).Fault.ShouldNotBeNull();
        Restarts.ShouldBe(0);
    }

    private DockerChainLayer Layer(bool mayRestart) => new(new HostTools(_runner), mayRestart, _time);

    private Task<LayerState> MendAsync(bool mayRestart) => Layer(mayRestart).MendAsync(TestContext.Current.CancellationToken);

    private void Rules(string text) => _runner.When("iptables").Exits(stdout: text);
}
