using System.Collections.Immutable;
using CsCheck;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What docker answers.</summary>
public sealed class DockerFuzzTests
{
    private const string Labels = """{"io.paygress.host":"h","io.paygress.lease":"0193f7c1000070008000000000000001","io.paygress.vmid":"1000"}""";

    private static readonly Vmid Vmid = new(1000);
    private static readonly string First = new('c', 64);
    private static readonly string Second = new('d', 64);
    private static readonly string Containers = Container(First, 1000) + Container(Second, 1001);

    private static readonly string[] Refusals =
    [
        "Error response from daemon: No such container: paygress-1000\n",
        "Error: No such container: paygress-1000\n",
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n",
        "Error response from daemon: get paygress-1000-data: no such volume\n",
        "Error response from daemon: network paygress not found\n",
        "docker: Error response from daemon: driver failed programming external connectivity: Bind for 0.0.0.0:20000 failed: port is already allocated.\n",
        "open /run/x.env: no such file or directory: env-file secret\n",
    ];

    [Fact]
    public Task Inspect_SpoiltDescription_IsNeverGone() => Fuzzing.CheckAsync(Mutations.JsonText(Container(First, 1000)), async text =>
    {
        var runner = new FakeCommandRunner();
        runner.When("docker", "container", "inspect").Exits(stdout: text);

        var seen = await Backend(runner).InspectAsync(Vmid, CancellationToken.None);

        (seen is HostResult<ContainerStatus?>.Done { Value: null }).ShouldBeFalse();
        (seen is not HostResult<ContainerStatus?>.Done { Value: { } status } || status.Name == "paygress-1000").ShouldBeTrue();
    });

    [Fact]
    public Task Inspect_SpoiltRefusal_IsGoneOnlyWhenSaid() => Fuzzing.CheckAsync(Mutations.Text(Refusals), async text =>
    {
        var runner = new FakeCommandRunner();
        runner.When("docker").Exits(1, stderr: text);

        var seen = await Backend(runner).InspectAsync(Vmid, CancellationToken.None);

        (seen is HostResult<ContainerStatus?>.Done && !(text.Contains("paygress-1000", StringComparison.Ordinal) && DockerErrors.Read(text) is DockerRefusal.NoSuchObject)).ShouldBeFalse();
        (await Backend(runner).ListOursAsync(CancellationToken.None)).IsDone.ShouldBeFalse();
        DockerErrors.Shorten(text).Length.ShouldBeInRange(1, Excerpt.MaxLength);
        DockerErrors.Describe(DockerErrors.Read(text), text).Detail.Length.ShouldBeInRange(1, Excerpt.MaxLength);
    });

    [Fact]
    public Task ListOurs_SpoiltDescriptions_AreBothOrNone() => Fuzzing.CheckAsync(Mutations.JsonText(Containers), async text =>
    {
        var runner = new FakeCommandRunner();
        runner.When("docker", "ps").Exits(stdout: $"\"{First}\"\n\"{Second}\"\n");
        runner.When("docker", "container", "inspect").Exits(stdout: text);

        var listed = await Backend(runner).ListOursAsync(CancellationToken.None);

        (listed is not HostResult<ImmutableArray<ContainerStatus>>.Done { Value: var found } || found.Select(c => c.Id).SequenceEqual([First, Second])).ShouldBeTrue();
    });

    [Fact]
    public Task ListOurs_SpoiltList_NamesNobodyElse() => Fuzzing.CheckAsync(Mutations.JsonText($"\"{First}\"\n\"{Second}\"\n"), async text =>
    {
        var runner = new FakeCommandRunner();
        runner.When("docker", "ps").Exits(stdout: text);
        runner.When("docker", "container", "inspect").Exits(stdout: Containers);

        var listed = await Backend(runner).ListOursAsync(CancellationToken.None);

        (listed is HostResult<ImmutableArray<ContainerStatus>>.Done { Value.IsEmpty: true } && text.Trim().Length > 0).ShouldBeFalse();
    });

    [Fact]
    public Task Occupied_SpoiltNames_AreReadOrNot() => Fuzzing.CheckAsync(Mutations.JsonText("\"paygress-1000\"\n\"x/y,paygress-1001\"\n"), async text =>
    {
        var runner = new FakeCommandRunner();
        runner.When("docker").Exits(stdout: text);

        await Backend(runner).FindOccupiedVmidsAsync(CancellationToken.None);
    });

    [Fact]
    public Task Volumes_SpoiltDescription_IsNeverGone() => Fuzzing.CheckAsync(
        Mutations.JsonText($$$"""{"Name":"paygress-1000-data","CreatedAt":"2026-11-23T18:56:18Z","Driver":"local","Labels":{{{Labels}}},"Options":{"type":"ext4","o":"nosuid,nodev","device":"/dev/x"}}"""),
        async text =>
        {
            var runner = new FakeCommandRunner();
            runner.When("docker", "volume", "ls").Exits(stdout: "\"paygress-1000-data\"\n");
            runner.When("docker", "volume", "inspect").Exits(stdout: text);
            var options = new DockerOptions();
            var volumes = new DockerDataVolumes(new DockerClient(runner, options), new DockerLabels("h"), options);

            (await volumes.FindAsync(Vmid, CancellationToken.None) is HostResult<DockerVolume?>.Done { Value: null }).ShouldBeFalse();
            (await volumes.ListOursAsync(CancellationToken.None) is HostResult<ImmutableArray<VolumeTrace>>.Done { Value.Length: not 1 }).ShouldBeFalse();
            (await volumes.FindAsync(Vmid, CancellationToken.None) is HostResult<DockerVolume?>.Done { Value: { } volume } && volumes.IsOf(volume, default)).ShouldBeFalse();
        });

    [Fact]
    public Task Network_SpoiltDescription_IsRightOrNot() => Fuzzing.CheckAsync(
        Mutations.JsonText("""{"Driver":"bridge","Options":{"com.docker.network.bridge.name":"paygress0","com.docker.network.bridge.enable_icc":"false"},"IPAM":{"Config":[{"Subnet":"10.213.0.0/20"}]}}"""),
        async text =>
        {
            var runner = new FakeCommandRunner();
            runner.When("docker", "network", "inspect").Exits(stdout: text);

            await Backend(runner).PrepareAsync(CancellationToken.None);

            runner.Received.Count.ShouldBe(1, "a network that was not understood is there all the same");
        });

    [Fact]
    public Task Sizes_Spoilt_AreThoseAskedForOrNone() => Fuzzing.CheckAsync(
        Mutations.JsonText($$"""{"Id":"{{First}}","Bytes":104857600}"""),
        async text =>
        {
            var runner = new FakeCommandRunner();
            runner.When("docker", "container", "inspect", "--size").Exits(stdout: text);

            var measured = await new DockerSizes(new DockerClient(runner, new DockerOptions()), new DockerOptions(), TimeProvider.System).MeasureAsync([First], CancellationToken.None);

            (measured is HostResult<ImmutableDictionary<string, long?>>.Done { Value: var sizes } && (sizes.Count != 1 || sizes[First] < 0)).ShouldBeFalse();
        });

    [Fact]
    public Task ImageVolumes_Spoilt_ArePathsOrNotKnown() => Fuzzing.CheckAsync(
        Mutations.JsonText("""{"Volumes":{"/data":{},"/var/lib/x/":{}}}"""),
        async text =>
        {
            var runner = new FakeCommandRunner();
            runner.When("docker", "image", "inspect").Exits(stdout: text);

            var found = await new ImageVolumes(new DockerClient(runner, new DockerOptions()), new DockerOptions()).FindAsync($"sha256:{First}", CancellationToken.None);

            (found is HostResult<ImmutableArray<string>>.Done { Value: var paths } && paths.Any(p => p.Length < 2 || p[0] != '/' || p[^1] == '/')).ShouldBeFalse();
        });

    [Fact]
    public void Events_Spoilt_AreDeathsOrNone() => Fuzzing.Check(
        Mutations.JsonText($$$"""{"status":"die","Type":"container","Action":"die","Actor":{"ID":"{{{First}}}","Attributes":{"exitCode":"3","io.paygress.lease":"0193f7c1000070008000000000000001"}},"time":1795460233}"""),
        text => DockerJson.TryRead(text, DockerJsonContext.Default.DockerEvent)?.ToDeath());

    [Fact]
    public void PullProgress_Spoilt_IsWordsOrNone() => Fuzzing.Check(
        Mutations.Text("1: Pulling from hello\n886c916f3457: Pulling fs layer\n886c916f3457: Pull complete\n"), text =>
        {
            var progress = new PullProgress();
            text.Split('\n').Select(progress.Read).ShouldAllBe(words => words == null || words.StartsWith("Downloading, ", StringComparison.Ordinal));
        });

    private static DockerBackend Backend(FakeCommandRunner runner) => new(runner, new DockerOptions(), Unguarded.Network, "h", TimeProvider.System);

    private static string Container(string id, int vmid) =>
        $$$"""{"Id":"{{{id}}}","Name":"/paygress-{{{vmid}}}","Created":"2026-11-23T18:56:18.720287372Z","State":{"Status":"exited","ExitCode":137,"Error":"","OOMKilled":true,"StartedAt":"2026-11-23T18:56:19.292823491Z","FinishedAt":"0001-01-01T00:00:00Z"},"Labels":{{{Labels}}},"Networks":{"paygress":{"IPAddress":"10.213.0.2"} } }""" + "\n";
}
