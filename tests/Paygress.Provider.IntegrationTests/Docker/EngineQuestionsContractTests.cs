using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Sockets;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>Each question that the engine is asked has, word for word, the answer that docker's client gives.</summary>
public sealed class EngineQuestionsContractTests(DockerHost host) : IClassFixture<DockerHost>, IAsyncLifetime
{
    private readonly Vmid _vmid = TestVmids.Next();
    private readonly CountingRunner _client = new(host.Runner);
    private readonly EngineSocket _socket = Connect(EngineSocket.FindPath(Environment.GetEnvironmentVariable("DOCKER_HOST"))!);
    private string _container = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => $"paygress-{_vmid}";

    public async ValueTask InitializeAsync()
    {
        await host.DockerAsync("volume", "create", "--opt=type=tmpfs", "--opt=device=tmpfs", $"--label=io.paygress.host={host.InstanceId}", $"{Name}-data");
        _container = await host.DockerAsync(
            "create", $"--name={Name}", $"--label=io.paygress.host={host.InstanceId}", "--label=quote=\"<&>'\n\u00fc", "--env=NAME=se=cret", "--env=UMLAUT=\u00fc", "--env=EMPTY=",
            "--network=paygress", "--publish=20177:8080", "--cpus=0.5", "--memory=67108864", $"--mount=type=volume,source={Name}-data,target=/data", "paygress/hello:1");
        await host.DockerAsync("start", _container);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DockerAsync("rm", "--force", _container);
        await host.DockerAsync("volume", "rm", "--force", $"{Name}-data");
        _socket.Dispose();
    }

    [Fact]
    public async Task EveryQuestion_EngineAndClient_SayTheSame()
    {
        var engine = await MeetAsync();

        foreach (var words in Questions())
        {
            var (expected, actual) = (await AskAsync(host.Runner, words), await AskAsync(engine, words));

            var question = string.Join(' ', words);
            actual.ExitCode.ShouldBe(expected.ExitCode, question);
            Parse(actual.StandardOutput).ShouldBe(Parse(expected.StandardOutput), question);
            DockerErrors.Read(actual.StandardError.Text).ShouldBe(DockerErrors.Read(expected.StandardError.Text), question);
        }

        _client.Count.ShouldBe(0, "none of them needed a client");
    }

    [Fact]
    public async Task Start_EngineAndClient_DoAndSayTheSame()
    {
        var engine = await MeetAsync();
        foreach (var runner in (ICommandRunner[])[engine, host.Runner])
        {
            await host.DockerAsync("kill", _container);
            for (var i = 0; i < 2; i++)
            {
                var answer = await AskAsync(runner, DockerArguments.Start(_container));

                (answer.ExitCode, answer.StandardOutput.Text, answer.StandardError.Text).ShouldBe((0, _container + "\n", ""));
                (await host.DockerAsync("inspect", "--format={{.State.Running}}", _container)).ShouldBe("true");
            }
        }

        _client.Count.ShouldBe(0, "none of them needed a client");
    }

    [Fact]
    public async Task Start_OfNone_IsRefusedInTheClientsWords()
    {
        var words = DockerArguments.Start(new string('f', 64));
        var (expected, actual) = (await AskAsync(host.Runner, words), await AskAsync(await MeetAsync(), words));

        actual.ExitCode.ShouldBe(expected.ExitCode);
        actual.StandardError.Text.ShouldBe(expected.StandardError.Text);
    }

    private static EngineSocket Connect(string path) => new(path, UnixSocketTransport.Create(path));

    private async Task<EngineQuestions> MeetAsync()
    {
        var identity = new EngineIdentity(host.Runner, _socket, host.Options, TimeProvider.System);
        await Eventually.IsSoAsync(identity.IsSame, "the engine at the socket is the client's");
        return new EngineQuestions(_client, _socket, identity, TimeProvider.System);
    }

    private IEnumerable<ImmutableArray<string>> Questions()
    {
        var (containers, volumes) = (new DockerArguments(host.Options, new DockerLabels(host.InstanceId)), new DockerVolumeArguments(new DockerLabels(host.InstanceId)));
        yield return containers.ListOurs();
        yield return DockerArguments.ListNames();
        yield return DockerArguments.Inspect([_container]);
        yield return DockerArguments.Inspect([Name, "paygress-none", _container]);
        yield return DockerArguments.Inspect(["paygress-none"]);
        yield return DockerArguments.Describe(Name);
        yield return DockerArguments.InspectImage("paygress/hello:1");
        yield return DockerArguments.InspectImage(host.HelloImageId);
        yield return DockerArguments.InspectImage("paygress/none:1");
        yield return DockerArguments.InspectImage("localhost:5000/some/none@sha256:" + new string('0', 64));
        yield return DockerArguments.ImageVolumes(host.HelloImageId);
        yield return volumes.ListOurs();
        yield return DockerVolumeArguments.ListNames();
        yield return DockerVolumeArguments.Inspect([$"{Name}-data"]);
        yield return DockerVolumeArguments.Inspect(["paygress-none-data", $"{Name}-data"]);
        yield return containers.InspectNetwork();
        yield return new DockerArguments(new DockerOptions { Network = "paygress-none" }, new DockerLabels("x")).InspectNetwork();
    }

    private async Task<CommandResult.Exited> AskAsync(ICommandRunner runner, ImmutableArray<string> words) =>
        (await runner.RunAsync(new CommandSpec { Program = host.Program, Arguments = words, Timeout = TimeSpan.FromSeconds(30) }, Token)).ShouldBeOfType<CommandResult.Exited>();

    // By its values: the client has more and less fields in another order. Those that are asked for must be equal.
    private static string[] Parse(BoundedText output) =>
        [.. output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Sort(JsonNode.Parse(line))?.ToJsonString() ?? "null").Order(StringComparer.Ordinal)];

    private static JsonNode? Sort(JsonNode? node) => node switch
    {
        JsonObject fields => new JsonObject(fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Sort(f.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Sort)]),
        _ => node?.DeepClone(),
    };
}
