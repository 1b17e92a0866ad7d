using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerEventsTests
{
    private const string Gone = "Cannot connect to the Docker daemon at unix:///run/docker.sock. Is the docker daemon running?";

    private static readonly LeaseId Lease = LeaseId.New(Some.Now);

    private readonly FakeCommandRunner _runner = new();
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<DockerEvents> _logger = new();

    // A death in the gap was found by the sweep only, which takes none for the tenant's own: an exit 0 was run again.
    [Fact]
    public async Task Watch_SilentForTooLong_IsRenewedWithWhatHappenedMeanwhile()
    {
        _runner.When("docker", "events").Answers(_ => Silence(TimeSpan.FromMilliseconds(600_100))).Exits(1, Death(), Gone);

        (await WatchAsync()).ShouldHaveSingleItem().LeaseId.ShouldBe(Lease);

        Since().ShouldBe([null, "--since=601s"]);
        _logger.Collector.GetSnapshot().Select(r => r.Id.Id).ShouldBe([EventIds.ContainerEventsInterrupted]);
    }

    [Fact]
    public async Task Watch_SilentAgain_IsRenewedFromTheLastOneOn()
    {
        _runner.When("docker", "events").Answers(_ => Silence(TimeSpan.FromSeconds(600))).Answers(_ => Silence(TimeSpan.FromSeconds(700))).Exits();

        (await WatchAsync()).ShouldBeEmpty();

        Since().ShouldBe([null, "--since=600s", "--since=700s"]);
    }

    // What docker stopped itself while it went down must not be told as the tenant's own.
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, Gone)]
    [InlineData(137, "")]
    public async Task Watch_StreamEnds_IsOver(int exitCode, string complaint)
    {
        _runner.When("docker", "events").Exits(exitCode, Death(), complaint);

        (await WatchAsync()).ShouldHaveSingleItem();
        (await WatchAsync()).ShouldHaveSingleItem();

        Since().ShouldBe([null, null]);
    }

    private static string Death() => $$"""{"Action":"die","Actor":{"ID":"{{new string('c', 64)}}","Attributes":{"exitCode":"0","io.paygress.lease":"{{Lease}}"} } }""" + "\n";

    private CommandResult.TimedOut Silence(TimeSpan lasted)
    {
        _time.Advance(lasted);
        return new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, lasted);
    }

    private string?[] Since() => [.. _runner.Received.Select(spec => spec.Arguments.SingleOrDefault(a => a.StartsWith("--since", StringComparison.Ordinal)))];

    private async Task<List<ContainerDeath>> WatchAsync()
    {
        var deaths = new List<ContainerDeath>();
        await foreach (var death in new DockerEvents(_runner, new DockerOptions(), "h", _time, _logger).WatchAsync(TestContext.Current.CancellationToken))
        {
            deaths.Add(death);
        }

        return deaths;
    }
}
