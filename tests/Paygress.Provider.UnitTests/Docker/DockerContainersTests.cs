using System.Collections.Immutable;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Clocks;
using Paygress.Provider.TestSupport.Commands;
using Paygress.Provider.TestSupport.Files;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerContainersTests
{
    private const string Ours = "h";

    private static readonly Vmid Vmid = new(1000);
    private static readonly string Id = new('c', 64);
    private static readonly string OtherId = new('d', 64);

    private readonly FakeCommandRunner _runner = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DockerBackend Subject => field ??= new(_runner, new DockerOptions(), Unguarded.Network, Ours, TimeProvider.System);

    // Requests that were queued and containers that start again come here without being asked for anew.
    [Fact]
    public async Task Start_NobodyGuardsTheNetwork_IsRefusedAndDockerIsNotAsked()
    {
        var network = new NetworkState("/nowhere", "pg0", IsolationMode.Required, new FakeHostClock(TimeProvider.System));

        var started = await new DockerBackend(_runner, new DockerOptions(), network, Ours, TimeProvider.System).StartAsync(Id, Token);

        started.ShouldBeOfType<HostResult<Nothing>.Failed>().Problem.ShouldBe(new Problem(ErrorCodes.BackendUnavailable, "nobody guards the tenants' network"));
        _runner.Received.ShouldBeEmpty();
    }

    // As in an upgrade: what was accepted meanwhile does not fail for it.
    [Fact]
    public async Task Start_GuardIsBeingRestarted_WaitsForIt()
    {
        using var folder = new TempFolder();
        var time = new FakeTimeProvider();
        var network = new NetworkState(folder.Path, "pg0", IsolationMode.Required, new FakeHostClock(time));
        network.WriteStopped();
        _runner.When("docker", "start").Exits(stdout: Id);

        var starting = new DockerBackend(_runner, new DockerOptions(), network, Ours, time).StartAsync(Id, Token);
        starting.IsCompleted.ShouldBeFalse();
        network.Write([]);
        time.Advance(TimeSpan.FromSeconds(1));

        (await starting).IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Inspect_ThereIsOne_IsIt()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe());

        (await Subject.InspectAsync(Vmid, Token)).ShouldBeOfType<HostResult<ContainerStatus?>.Done>().Value!.Id.ShouldBe(Id);
    }

    [Theory]
    [InlineData("Error response from daemon: No such container: paygress-1000")]
    [InlineData("Error: No such container: paygress-1000\n")]
    public async Task Inspect_DockerSaysThereIsNone_IsNone(string complaint)
    {
        _runner.When("docker", "container", "inspect").Exits(1, stdout: "\n", stderr: complaint);

        (await Subject.InspectAsync(Vmid, Token)).ShouldBeOfType<HostResult<ContainerStatus?>.Done>().Value.ShouldBeNull();
    }

    // Exit code 0 and nothing said is not "there is none", nor is a word about another one.
    [Theory]
    [InlineData(0, "", "")]
    [InlineData(0, "\n", "")]
    [InlineData(0, null, "")]
    [InlineData(1, "", "Error: No such container: paygress-1001")]
    [InlineData(1, "", "Error: No such container: paygress-1000\nError: something else")]
    [InlineData(1, null, "Error: No such container: paygress-1000")]
    public async Task Inspect_AnswerThatIsNotAboutIt_IsUnknown(int exitCode, string? output, string complaint)
    {
        _runner.When("docker", "container", "inspect").Exits(exitCode, stdout: output ?? Describe(OtherId, "paygress-1001"), stderr: complaint);

        (await Subject.InspectAsync(Vmid, Token)).IsDone.ShouldBeFalse();
    }

    [Fact]
    public async Task ListOurs_OneVanishesInBetween_IsLeftOut()
    {
        _runner.When("docker", "ps").Exits(stdout: $"\"{Id}\"\n\"{OtherId}\"\n");
        _runner.When("docker", "container", "inspect").Exits(1, stdout: Describe(), stderr: $"Error: No such container: {OtherId}\n");

        (await Subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ContainerStatus>>.Done>().Value.ShouldHaveSingleItem().Id.ShouldBe(Id);
    }

    [Fact]
    public async Task ListOurs_OneIsNotDescribed_IsUnknown()
    {
        _runner.When("docker", "ps").Exits(stdout: $"\"{Id}\"\n\"{OtherId}\"\n");
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe());

        (await Subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ContainerStatus>>.Unknown>();
    }

    [Fact]
    public async Task ListOurs_OneHasLostOurLabel_IsUnknown()
    {
        _runner.When("docker", "ps").Exits(stdout: $"\"{Id}\"\n");
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe(host: "another"));

        (await Subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ContainerStatus>>.Unknown>();
    }

    // A docker of old says so when one is removed while it lists them; the others are as they were.
    [Fact]
    public async Task ListOurs_ListBreaksOff_IsUnknown()
    {
        _runner.When("docker", "ps").Exits(1, stderr: $"Error response from daemon: No such container: {Id}");

        (await Subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ContainerStatus>>.Unknown>();
        (await Subject.FindOccupiedVmidsAsync(Token)).ShouldBeOfType<HostResult<ImmutableHashSet<Vmid>>.Unknown>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("0001-01-01T00:00:00Z")]
    public async Task Inspect_TimeThatIsNotUnderstood_HasNone(string created)
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe(created: created));

        (await Subject.InspectAsync(Vmid, Token)).ShouldBeOfType<HostResult<ContainerStatus?>.Done>().Value!.CreatedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Inspect_StateThatIsNotKnown_MayRun()
    {
        _runner.When("docker", "container", "inspect").Exits(stdout: Describe(state: "dreaming"));

        var status = (await Subject.InspectAsync(Vmid, Token)).ShouldBeOfType<HostResult<ContainerStatus?>.Done>().Value!;

        (status.State, status.IsRunning, status.MayRun).ShouldBe((ContainerState.Unknown, false, true));
    }

    // A client that the kernel killed for want of memory, say: of what it did not mention nothing is known.
    [Theory]
    [InlineData(137, "")]
    [InlineData(137, "Error: No such container: another\n")]
    [InlineData(1, "\n")]
    public async Task DeleteAndSignal_ClientEndsWithoutAnAnswer_IsUnknown(int exitCode, string complaint)
    {
        _runner.When("docker").Exits(exitCode, stderr: complaint);

        (await Subject.DeleteAsync([Id, OtherId], Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await Subject.SignalAsync([Id, OtherId], StopSignal.Kill, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await Subject.StartAsync(Id, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
    }

    private static string Describe(string? id = null, string name = "paygress-1000", string host = Ours, string state = "running", string created = "2026-11-23T18:56:18.720287372Z") =>
        $$"""{"Id":"{{id ?? Id}}","Name":"/{{name}}","Created":"{{created}}","State":{"Status":"{{state}}"},"Labels":{"io.paygress.host":"{{host}}"} }""" + "\n";
}
