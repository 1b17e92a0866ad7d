using System.Net;
using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;
using Paygress.Provider.TestSupport.Docker;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class EngineQuestionsTests : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly string Id = new('c', 64);
    private const string Engine = """{"ID":"E1","DockerRootDir":"/var/lib/docker"}""";

    private readonly FakeTimeProvider _time = new(Some.Now);
    private readonly FakeCommandRunner _client = new();
    private readonly FakeEngine _engine = new();
    private readonly EngineSocket _socket;
    private readonly EngineIdentity _identity;
    private readonly EngineQuestions _subject;

    public EngineQuestionsTests()
    {
        _socket = new EngineSocket("/run/docker.sock", _engine);
        _identity = new EngineIdentity(_client, _socket, new DockerOptions(), _time);
        _subject = new EngineQuestions(_client, _socket, _identity, _time);
        _client.When("docker").Exits(stdout: "the client's");
        _client.When("docker", "context", "inspect").Exits(stdout: "\"unix:///run/docker.sock\"\n");
        _client.When("docker", "info").Exits(stdout: Engine + "\n");
        _engine.Answer("info", Engine);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _socket.Dispose();
        _engine.Dispose();
    }

    [Fact]
    public async Task Question_SameEngine_IsAnsweredWithoutAClient()
    {
        await UntilComparedAsync();
        _engine.Answer("""containers/json?all=1&filters={"label":{"io.paygress.host=h":true}}""", $$"""[{"Id":"{{Id}}","Names":["/paygress-1000"]}]""");

        var answer = await AskAsync([.. new DockerArguments(new DockerOptions(), new DockerLabels("h")).ListOurs()]);

        answer.ShouldBe(new CommandResult.Exited(0, Text($"\"{Id}\""), BoundedText.Empty, TimeSpan.Zero));
        _client.ReceivedLines.Select(l => l.Split(" --")[0]).ShouldBe(["docker context inspect", "docker info"]);
    }

    // Settings of the client, or a wrapper around it, may name an engine that is not at the socket.
    [Theory]
    [InlineData("""{"ID":"E2","DockerRootDir":"/var/lib/docker"}""")]
    [InlineData("""{"ID":"E1","DockerRootDir":"/srv/docker"}""")]
    [InlineData("""{"ID":"E1"}""")]
    [InlineData("""{}""")]
    [InlineData("not json")]
    public async Task Question_OtherEngine_IsTheClients(string info)
    {
        _engine.Answer("info", info);
        await UntilComparedAsync();

        (await AskAsync("ps", "--all", "--no-trunc", "--filter=name=paygress-", DockerArguments.NamesFormat)).ShouldBeOfType<CommandResult.Exited>().StandardOutput.Text.ShouldBe("the client's");

        _engine.Asked.ShouldBe(["info"]);
    }

    // Engines of one machine have the same id where docker keeps it in /etc/docker.
    [Theory]
    [InlineData(0, "\"unix:///other.sock\"")]
    [InlineData(0, "\"ssh://elsewhere\"")]
    [InlineData(1, "")]
    public async Task Question_ClientLooksElsewhere_IsTheClients(int exitCode, string endpoint)
    {
        _client.When("docker", "context", "inspect").Exits(exitCode, stdout: endpoint);
        await UntilComparedAsync();

        (await AskAsync([.. DockerVolumeArguments.Inspect(["a"])])).ShouldBeOfType<CommandResult.Exited>().StandardOutput.Text.ShouldBe("the client's");

        _engine.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Question_ClientHasNotSaidWhichEngine_IsTheClientsAndIsComparedAgain()
    {
        _client.When("docker", "info").Exits(1, stderr: "Cannot connect to the Docker daemon");
        await UntilComparedAsync();
        _identity.IsSame().ShouldBeFalse();
        _client.When("docker", "info").Exits(stdout: Engine);

        await World.UntilAsync(_identity.IsSame);
    }

    [Theory]
    [InlineData("create", "--name=paygress-1000", "--", "i")]
    [InlineData("start", "--", "c")]
    [InlineData("kill", "--signal=TERM", "--", "c")]
    [InlineData("rm", "--force", "--volumes", "--", "c")]
    [InlineData("volume", "create", "--", "v")]
    [InlineData("container", "inspect", "--format={{.Env}}", "--", "c")]
    [InlineData("volume", "inspect", InspectFormats.Whole, "--", "../secrets")]
    [InlineData("volume", "inspect", InspectFormats.Whole, "--", "a?b")]
    [InlineData("network", "inspect", InspectFormats.Whole, "--", "a%2fb")]
    [InlineData("network", "inspect", InspectFormats.Whole, "--")]
    [InlineData("image", "inspect", InspectFormats.Image, "--", "a b")]
    public async Task Anything_ButAPlainQuestion_IsTheClients(params string[] words)
    {
        await UntilComparedAsync();

        await AskAsync(words);

        _engine.Asked.ShouldBe(["info"]);
        _client.ReceivedLines[^1].ShouldBe("docker " + string.Join(' ', words));
    }

    [Theory]
    [InlineData("../secrets")]
    [InlineData("a?b")]
    [InlineData("a%2fb")]
    public async Task ContainerByANameThatNeedsCare_IsTheClients(string name)
    {
        await UntilComparedAsync();

        await AskAsync([.. DockerArguments.Inspect([name])]);

        _engine.Asked.ShouldBe(["info"]);
    }

    [Fact]
    public async Task ContainersByNoName_AreTheClients()
    {
        await UntilComparedAsync();

        await AskAsync([.. DockerArguments.Inspect([])]);

        _engine.Asked.ShouldBe(["info"]);
    }

    [Fact]
    public async Task Descriptions_OneOfTwoIsMissing_AreSaidAsTheClientSaysIt()
    {
        await UntilComparedAsync();
        _engine.Answer("volumes/a", """{"Name":"a","Driver":"local"}""");
        _engine.Answer("volumes/b", """{"message":"get b: no such volume"}""", HttpStatusCode.NotFound);

        (await AskAsync([.. DockerVolumeArguments.Inspect(["a", "b"])]))
            .ShouldBe(new CommandResult.Exited(1, Text("{\"Name\":\"a\",\"Driver\":\"local\"}\n"), Text("Error: No such volume: b\n"), TimeSpan.Zero));
    }

    // "Not understood" is not "not there".
    [Theory]
    [InlineData(HttpStatusCode.NotFound, """{"message":"page not found"}""")]
    [InlineData(HttpStatusCode.NotFound, "404")]
    [InlineData(HttpStatusCode.InternalServerError, """{"message":"no such volume: a"}""")]
    [InlineData(HttpStatusCode.OK, "{")]
    public async Task Description_OfWhichThereIsDoubt_IsTheClients(HttpStatusCode status, string body)
    {
        await UntilComparedAsync();
        _engine.Answer("volumes/a", body, status);

        (await AskAsync([.. DockerVolumeArguments.Inspect(["a"])])).ShouldBeOfType<CommandResult.Exited>().StandardOutput.Text.ShouldBe("the client's");
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData(HttpStatusCode.NotModified)]
    public async Task Start_Done_NeedsNoClient(HttpStatusCode status)
    {
        await UntilComparedAsync();
        _engine.Answer($"POST containers/{Id}/start", "", status);

        (await AskAsync([.. DockerArguments.Start(Id)])).ShouldBe(new CommandResult.Exited(0, Text(Id + "\n"), BoundedText.Empty, TimeSpan.Zero));

        _client.ReceivedLines.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.OK)]
    public async Task Start_NotDone_IsTriedByTheClientWhichSaysWhy(HttpStatusCode status)
    {
        await UntilComparedAsync();
        _engine.Answer($"POST containers/{Id}/start", """{"message":"port is already allocated"}""", status);
        _client.When("docker", "start").Exits(1, stderr: "Error response from daemon: port is already allocated");

        (await AskAsync([.. DockerArguments.Start(Id)])).ShouldBeOfType<CommandResult.Exited>().StandardError.Text.ShouldContain("port is already allocated");

        _engine.Asked[^1].ShouldBe($"POST containers/{Id}/start");
        _client.ReceivedLines[^1].ShouldBe($"docker start -- {Id}");
    }

    [Fact]
    public async Task Question_EngineIsGone_IsTheClients()
    {
        await UntilComparedAsync();
        _engine.Vanish();

        (await AskAsync([.. DockerVolumeArguments.Inspect(["a"])])).ShouldBeOfType<CommandResult.Exited>().StandardOutput.Text.ShouldBe("the client's");
    }

    [Fact]
    public async Task Question_EngineIsSilent_HasTheDeadlineOfTheCommand()
    {
        await UntilComparedAsync();
        _engine.FallSilent();

        var asking = AskAsync([.. DockerVolumeArguments.Inspect(["a"])]);
        await World.UntilAsync(() => _engine.Asked.Count == 2);
        _time.Advance(Deadline - TimeSpan.FromTicks(1));
        asking.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromTicks(1));

        (await asking).ShouldBe(new CommandResult.TimedOut(BoundedText.Empty, BoundedText.Empty, Deadline));
        _client.ReceivedLines.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Question_CallerCancels_IsCancelled()
    {
        await UntilComparedAsync();
        _engine.FallSilent();
        using var cancel = new CancellationTokenSource();

        var asking = _subject.RunAsync(Spec([.. DockerVolumeArguments.Inspect(["a"])]), cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    private static CommandSpec Spec(params string[] words) => new() { Program = "docker", Arguments = [.. words], Timeout = Deadline };

    private static BoundedText Text(string text) => new(text, IsTruncated: false);

    private Task<CommandResult> AskAsync(params string[] words) => _subject.RunAsync(Spec(words), Token);

    private async Task UntilComparedAsync()
    {
        _identity.IsSame();
        await _identity.Comparing;
    }
}
