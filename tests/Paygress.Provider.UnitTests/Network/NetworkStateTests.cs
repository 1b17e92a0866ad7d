using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.UnitTests.Network;

public sealed class NetworkStateTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygress-network");
    private readonly FakeTimeProvider _time = new();
    private readonly FakeHostClock _clock;

    public NetworkStateTests() => _clock = new FakeHostClock(_time);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void FindObstacle_GuardedAMomentAgo_IsNone()
    {
        Of("pg0").Write([]);
        _time.Advance(TimeSpan.FromMinutes(3));

        Of("pg0").FindObstacle().ShouldBeNull();
    }

    [Fact]
    public void FindObstacle_Faults_NamesTheFirst()
    {
        Of("pg0").Write(["routes: x", "firewall: y"]);

        Of("pg0").FindObstacle().ShouldBe("the tenants' network is not guarded: routes: x");
    }

    [Fact]
    public void FindObstacle_GuardIsSilent_IsOne()
    {
        Of("pg0").Write([]);
        _time.Advance(TimeSpan.FromMinutes(5));

        Of("pg0").FindObstacle().ShouldBe($"the network guard (pid {Environment.ProcessId}) was last heard of 300 s ago");
    }

    // Where the runtime directory outlives a boot.
    [Fact]
    public void FindObstacle_WordOfAnEarlierBoot_CountsForNothing()
    {
        Of("pg0").Write([]);
        _clock.Reboot();

        Of("pg0").FindObstacle().ShouldBe("the network guard was not heard of since the machine was started");
    }

    [Fact]
    public void FindObstacle_GuardOfAnotherBridge_IsOne()
    {
        Of("pg1").Write([]);

        Of("pg0").FindObstacle().ShouldBe("the network guard looks after bridge pg1, not pg0");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"bridge":"pg0","since_boot_seconds":3600,"pid":1}""")]
    [InlineData("""{"bridge":"pg0","since_boot_seconds":-1,"pid":1,"faults":[]}""")]
    [InlineData("""{"bridge":"pg0","since_boot_seconds":1e300,"pid":1,"faults":[]}""")]
    public void FindObstacle_NothingThatSaysSo_IsOne(string? content)
    {
        if (content is not null)
        {
            File.WriteAllText(Path.Combine(_directory.FullName, "network.json"), content);
        }

        Of("pg0").FindObstacle().ShouldBe("nobody guards the tenants' network");
    }

    // Of a range that was added, say: the guard reads its settings at its start alone.
    [Fact]
    public void FindObstacle_GuardOfOtherSettings_IsOne()
    {
        Of("pg0", "refused 10.0.0.0/8").Write([]);

        Of("pg0", "refused 10.0.0.0/8").FindObstacle().ShouldBeNull();
        Of("pg0", "refused 10.0.0.0/8 192.0.2.0/24").FindObstacle().ShouldBe("the network guard was started with other settings: systemctl restart paygress-network; where the provider's unit has an environment or --config of its own, that unit needs the same");
    }

    [Fact]
    public void FindObstacle_GuardOfAnEarlierVersion_IsNone()
    {
        File.WriteAllText(Path.Combine(_directory.FullName, "network.json"), $$"""{"bridge":"pg0","since_boot_seconds":{{_clock.SinceBoot.TotalSeconds:0}},"pid":1,"faults":[]}""");

        Of("pg0", "refused 10.0.0.0/8").FindObstacle().ShouldBeNull();
    }

    // As in an upgrade, which restarts both.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task FindLastingObstacleAsync_GuardWasStopped_WaitsForItForAWhile(bool comesBack)
    {
        Of("pg0").WriteStopped();
        var looking = Of("pg0").FindLastingObstacleAsync(_time, TestContext.Current.CancellationToken);
        looking.IsCompleted.ShouldBeFalse();

        if (comesBack)
        {
            Of("pg0").Write([]);
        }

        await World.UntilAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return looking.IsCompleted;
        });
        (await looking is null).ShouldBe(comesBack);
    }

    [Fact]
    public void FindObstacle_SwitchedOff_IsNone() =>
        new NetworkState(_directory.FullName, "pg0", IsolationMode.Off, _clock).FindObstacle().ShouldBeNull();

    private NetworkState Of(string bridge, string rules = "") => new(_directory.FullName, bridge, IsolationMode.Required, _clock, rules);
}
