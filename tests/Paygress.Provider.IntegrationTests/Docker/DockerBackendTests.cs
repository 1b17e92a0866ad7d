using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.IntegrationTests.Docker;

public sealed class DockerBackendTests(DockerHost host) : IClassFixture<DockerHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateAsync_EveryFlag_IsSeenByDocker()
    {
        var env = Path.Combine(host.Root, "some.env");
        await File.WriteAllTextAsync(env, "NAME=va lue\n", Token);
        var spec = Spec() with { EnvironmentFile = env, Ports = [new LeasePort(20101, 8080, PortProtocol.Tcp, null), new LeasePort(20102, 53, PortProtocol.Udp, null)] };

        var id = (await host.Backend().CreateAsync(spec, Token)).Value();

        var seen = JsonNode.Parse(await host.DockerAsync("inspect", "--format={{json .}}", id))!;
        var config = seen["Config"]!;
        var limits = seen["HostConfig"]!;
        string Text(JsonNode? node) => node?.ToJsonString() ?? "null";
        ((string?)seen["Name"]).ShouldBe($"/paygress-{spec.Vmid}");
        ((string?)config["Hostname"]).ShouldBe($"paygress-{spec.Vmid}");
        ((string?)seen["Image"]).ShouldBe(host.HelloImageId);
        new DockerLabels("x").Of(spec).Keys.ShouldBeSubsetOf(config["Labels"]!.AsObject().Select(l => l.Key), "the image may bring labels of its own");
        ((string?)config["Labels"]!["io.paygress.owner"]).ShouldBe("a,b=c");
        Text(config["Env"]).ShouldContain("NAME=va lue");
        ((string?)limits["RestartPolicy"]!["Name"]).ShouldBe("no");
        ((bool?)limits["Init"]).ShouldBe(true);
        ((long?)limits["NanoCpus"]).ShouldBe(100_000_000);
        ((long?)limits["Memory"]).ShouldBe(64 * 1024 * 1024);
        ((long?)limits["MemorySwap"]).ShouldBe(64 * 1024 * 1024);
        ((long?)limits["PidsLimit"]).ShouldBe(512);
        Text(limits["SecurityOpt"]).ShouldBe("""["no-new-privileges"]""");
        Text(limits["CapDrop"]).ShouldBe("""["ALL"]""");
        limits["CapAdd"]!.AsArray().Count.ShouldBe(Capabilities.Default.Length);
        Text(limits["LogConfig"]).ShouldBe("""{"Type":"local","Config":{"max-file":"3","max-size":"10m"}}""");
        ((string?)limits["NetworkMode"]).ShouldBe("paygress");
        Text(limits["PortBindings"]).ShouldBe("""{"53/udp":[{"HostIp":"0.0.0.0","HostPort":"20102"}],"8080/tcp":[{"HostIp":"0.0.0.0","HostPort":"20101"}]}""");
        Text(limits["Ulimits"]).ShouldContain("\"Hard\":2048");
        ((bool?)limits["Privileged"]).ShouldBe(false);
    }

    [Fact]
    public async Task FindOccupiedVmidsAsync_OthersThings_AreOccupiedAndNeverTouched()
    {
        var containerVmid = TestVmids.Next();
        var otherVmid = TestVmids.Next();
        var id = await host.DockerAsync("create", $"--name=paygress-{containerVmid}", "paygress/hello:1");
        await host.DockerAsync("create", $"--name=xpaygress-{otherVmid}", "paygress/hello:1");

        var occupied = (await host.Backend().FindOccupiedVmidsAsync(Token)).Value();

        occupied.ShouldContain(containerVmid);
        occupied.ShouldNotContain(otherVmid);
        (await host.Backend().InspectAsync(containerVmid, Token)).Value()!.IsOurs.ShouldBeFalse();
        (await host.Backend().ListOursAsync(Token)).Value().ShouldNotContain(s => s.Id == id);
        (await host.Backend().CreateAsync(Spec() with { Vmid = containerVmid }, Token)).FailedCode().ShouldBe(ErrorCodes.BackendError);
        await host.DockerAsync("rm", id, $"xpaygress-{otherVmid}");
    }

    [Fact]
    public async Task StartAsync_PortTaken_HasNoCapacity()
    {
        ImmutableArray<LeasePort> ports = [new LeasePort(20103, 8080, PortProtocol.Tcp, null)];
        var first = (await host.Backend().CreateAsync(Spec() with { Ports = ports }, Token)).Value();
        var second = (await host.Backend().CreateAsync(Spec() with { Ports = ports }, Token)).Value();
        (await host.Backend().StartAsync(first, Token)).Value();

        (await host.Backend().StartAsync(second, Token)).FailedCode().ShouldBe(ErrorCodes.NoCapacity);
    }

    [Fact]
    public async Task CreateAsync_NoSuchImage_IsNotFound() =>
        (await host.Backend().CreateAsync(Spec() with { ImageId = "sha256:" + new string('0', 64) }, Token)).FailedCode().ShouldBe(ErrorCodes.ImageNotFound);

    [Fact]
    public async Task CreateAsync_DataPathWithComma_IsOnePath()
    {
        var spec = Spec();
        var id = (await host.Backend().CreateAsync(spec with { Workload = spec.Workload with { DataPath = "/a,readonly\"b" } }, Token)).Value();

        (await host.DockerAsync("inspect", "--format={{json .HostConfig.Mounts}}", id)).ShouldContain("""/a,readonly\"b""");
        (await host.Backend().DeleteAsync([id], Token)).Value();
        await host.DockerAsync("volume", "rm", $"paygress-{spec.Vmid}-data");
    }

    [Fact]
    public async Task EveryCall_NoDockerClient_IsUnknown()
    {
        var backend = new DockerBackend(host.Runner, new DockerOptions { Program = "/nowhere/docker" }, Unguarded.Network, host.InstanceId, TimeProvider.System);

        await AllUnknownAsync(backend);
    }

    [Theory]
    [InlineData("unix:///nowhere.sock")]
    [InlineData("tcp://127.0.0.1:1")]
    public async Task EveryCall_NoDaemon_IsUnknown(string dockerHost)
    {
        // The client's own option stands for DOCKER_HOST, which is the whole process's.
        var program = await host.WriteClientAsync($"exec {host.Program} --host {dockerHost} \"$@\"");

        await AllUnknownAsync(new DockerBackend(host.Runner, new DockerOptions { Program = program }, Unguarded.Network, host.InstanceId, TimeProvider.System));
    }

    [Fact]
    public async Task EveryCall_ClientHangs_IsUnknown()
    {
        var program = await host.WriteClientAsync("exec sleep 60");
        var short_ = TimeSpan.FromMilliseconds(100);

        await AllUnknownAsync(new DockerBackend(
            host.Runner,
            new DockerOptions { Program = program, QueryTimeout = short_, CreateTimeout = short_, StartTimeout = short_, StopTimeout = short_, DeleteTimeout = short_ },
            Unguarded.Network,
            host.InstanceId, TimeProvider.System));
    }

    [Fact]
    public async Task SignalAndDelete_TenWithOneGone_EndsAll()
    {
        var backend = host.Backend();
        var ids = ImmutableArray.CreateBuilder<string>();
        for (var i = 0; i < 10; i++)
        {
            var id = (await backend.CreateAsync(Spec(), Token)).Value();
            (await backend.StartAsync(id, Token)).Value();
            ids.Add(id);
        }

        await host.DockerAsync("rm", "--force", ids[4]);

        (await backend.SignalAsync(ids.ToImmutable(), StopSignal.Terminate, Token)).Value();
        (await backend.DeleteAsync(ids.ToImmutable(), Token)).Value();
        (await backend.DeleteAsync(ids.ToImmutable(), Token)).Value();

        (await backend.ListOursAsync(Token)).Value().ShouldNotContain(s => ids.Contains(s.Id));
    }

    [Fact]
    public async Task PrepareAsync_ManyAtOnce_AllDone()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.Backend().PrepareAsync(Token)));

        results.ShouldAllBe(r => r.IsDone);
    }

    [Fact]
    public async Task PrepareAsync_OtherSubnet_FailsAndSaysWhy()
    {
        var backend = new DockerBackend(host.Runner, new DockerOptions { Program = host.Program, Subnet = "10.214.0.0/20" }, Unguarded.Network, host.InstanceId, TimeProvider.System);

        (await backend.PrepareAsync(Token)).Error!.Detail.ShouldContain("10.213.0.0/20");
    }

    [Fact]
    public async Task PrepareAsync_BridgeOfAnotherNetwork_Fails()
    {
        var backend = new DockerBackend(host.Runner, new DockerOptions { Program = host.Program, Network = "paygress-other", Subnet = "10.214.0.0/20" }, Unguarded.Network, host.InstanceId, TimeProvider.System);

        (await backend.PrepareAsync(Token)).ShouldBeOfType<HostResult<Nothing>.Failed>();
    }

    private ContainerSpec Spec() => new()
    {
        LeaseId = LeaseId.New(Some.Now),
        Vmid = TestVmids.Next(),
        RequestId = Some.RequestId(),
        Owner = OwnerId.TryParse("a,b=c", out var owner) ? owner : default,
        Workload = Some.Workload(dataPath: null) with
        {
            Tier = new Tier("tiny", 100, 64, 1, 5),
            Capabilities = Capabilities.Default,
            Ulimits = ["nofile=1024:2048"],
        },
        ImageId = host.HelloImageId,
        Duration = TimeSpan.FromMinutes(10),
    };

    private async Task AllUnknownAsync(DockerBackend backend)
    {
        var id = new string('a', 64);
        (await backend.PrepareAsync(Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await backend.FindOccupiedVmidsAsync(Token)).ShouldBeOfType<HostResult<ImmutableHashSet<Vmid>>.Unknown>();
        (await backend.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<ContainerStatus>>.Unknown>();
        (await backend.InspectAsync(new Vmid(1), Token)).ShouldBeOfType<HostResult<ContainerStatus?>.Unknown>();
        (await backend.CreateAsync(Spec(), Token)).ShouldBeOfType<HostResult<string>.Unknown>();
        (await backend.StartAsync(id, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await backend.SignalAsync([id], StopSignal.Kill, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
        (await backend.DeleteAsync([id], Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
    }
}
