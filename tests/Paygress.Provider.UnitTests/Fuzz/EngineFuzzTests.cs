using System.Collections.Immutable;
using System.Text.Json;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;
using Paygress.Provider.TestSupport.Docker;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What docker's engine answers; its client gives no answer here.</summary>
public sealed class EngineFuzzTests
{
    private const string Engine = """{"ID":"E1","DockerRootDir":"/var/lib/docker"}""";
    private const string OurContainers = """containers/json?all=1&filters={"label":{"io.paygress.host=h":true}}""";
    private const string OurVolumes = """volumes?filters={"label":{"io.paygress.host=h":true}}""";

    private static readonly string Id = new('c', 64);

    private static readonly string Container =
        $$$"""{"Id":"{{{Id}}}","Name":"/paygress-1000","Created":"2026-11-23T18:56:18Z","State":{"Status":"running","Pid":1},"Config":{"Env":["A=b","C"],"Labels":{"io.paygress.host":"h"}},"HostConfig":{"Runtime":"runc"},"NetworkSettings":{"Networks":{} } }""";

    [Fact]
    public Task Inspect_SpoiltDescription_IsNeverGone() => Fuzzing.CheckAsync(Mutations.Json(Container), async bytes =>
    {
        var seen = await WithAsync("containers/paygress-1000/json", bytes, runner => Backend(runner).InspectAsync(new Vmid(1000), CancellationToken.None));

        (seen is HostResult<ContainerStatus?>.Done { Value: null }).ShouldBeFalse();
    });

    [Fact]
    public Task ListOurs_SpoiltList_IsEmptyOnlyWhenSaid() => Fuzzing.CheckAsync(Mutations.Json($$"""[{"Id":"{{Id}}","Names":["/paygress-1000"]}]"""), async bytes =>
    {
        var listed = await WithAsync(OurContainers, bytes, runner => Backend(runner).ListOursAsync(CancellationToken.None));

        (listed is HostResult<ImmutableArray<ContainerStatus>>.Done { Value.IsEmpty: true } && !IsEmptyList(bytes, "")).ShouldBeFalse();
    });

    [Fact]
    public Task ListVolumes_SpoiltList_IsEmptyOnlyWhenSaid() => Fuzzing.CheckAsync(Mutations.Json("""{"Volumes":[{"Name":"paygress-1000-data"}],"Warnings":null}"""), async bytes =>
    {
        var options = new DockerOptions();
        var listed = await WithAsync(OurVolumes, bytes, runner => new DockerDataVolumes(new DockerClient(runner, options), new DockerLabels("h"), options).ListOursAsync(CancellationToken.None));

        (listed is HostResult<ImmutableArray<Core.Volumes.VolumeTrace>>.Done && !IsEmptyList(bytes, "Volumes")).ShouldBeFalse();
    });

    private static async Task<T> WithAsync<T>(string path, byte[] answer, Func<EngineQuestions, Task<T>> ask)
    {
        var client = new FakeCommandRunner();
        client.When("docker").Exits(1, stderr: "the client was asked");
        client.When("docker", "context", "inspect").Exits(stdout: "\"unix:///run/docker.sock\"");
        client.When("docker", "info").Exits(stdout: Engine);
        using var engine = new FakeEngine();
        engine.Answer("info", Engine);
        engine.Answer(path, answer);
        using var socket = new EngineSocket("/run/docker.sock", engine);
        var identity = new EngineIdentity(client, socket, new DockerOptions(), TimeProvider.System);
        identity.IsSame();
        await identity.Comparing;
        return await ask(new EngineQuestions(client, socket, identity, TimeProvider.System));
    }

    private static DockerBackend Backend(EngineQuestions runner) => new(runner, new DockerOptions(), Unguarded.Network, "h", TimeProvider.System);

    private static bool IsEmptyList(byte[] bytes, string property)
    {
        using var json = JsonDocument.Parse(bytes);
        var list = property.Length == 0 ? json.RootElement : json.RootElement.GetProperty(property);
        return list.ValueKind is JsonValueKind.Null || list.GetArrayLength() == 0;
    }
}
