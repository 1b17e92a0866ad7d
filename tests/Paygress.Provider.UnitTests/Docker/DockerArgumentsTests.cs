using CsCheck;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerArgumentsTests
{
    private const string ImageId = "sha256:9f23e402e7de05c7ec858fe53a76998f281d9e4822242d24be4a6f32c6c7f0fe";

    private static readonly string ContainerId = new('a', 64);

    private readonly DockerOptions _options = new() { Dns = ["9.9.9.9", "1.1.1.1"] };

    private DockerArguments Arguments => new(_options, new DockerLabels("host-1"));

    // An image's own label of that name would pass for ours.
    [Fact]
    public void Create_NeitherTemplateNorDataPath_SaysEveryLabel()
    {
        var spec = Spec();

        var said = Arguments.Create(spec with { Workload = spec.Workload with { Template = null, DataPath = null } });

        said.Where(a => a.StartsWith("--label=", StringComparison.Ordinal)).Select(a => a.Split('=')[1]).ShouldBe(DockerLabels.All, ignoreOrder: true);
    }

    [Fact]
    public void Create_EveryLimitAndRight_IsSaid()
    {
        var spec = Spec() with
        {
            LeaseId = new LeaseId(Guid.Parse("0193f7c1000070008000000000000001")),
            RequestId = Some.RequestId("req-1"),
            EnvironmentFile = "/var/lib/paygress/requests/req-1.env",
            Ports = [new LeasePort(20001, 8080, PortProtocol.Tcp, null), new LeasePort(20002, 53, PortProtocol.Udp, null)],
        };

        string.Join('\n', Arguments.Create(spec)).ShouldBe(
            """
            create
            --name=paygress-1005
            --hostname=paygress-1005
            --label=io.paygress.data-path=/data
            --label=io.paygress.duration-seconds=600
            --label=io.paygress.host=host-1
            --label=io.paygress.lease=0193f7c1000070008000000000000001
            --label=io.paygress.owner=local
            --label=io.paygress.request=req-1
            --label=io.paygress.template=hello
            --label=io.paygress.tier=tiny
            --label=io.paygress.vmid=1005
            --restart=no
            --init=true
            --cpus=0.1
            --memory=67108864
            --memory-swap=67108864
            --pids-limit=512
            --ulimit=nofile=1024:2048
            --security-opt=no-new-privileges
            --cap-drop=ALL
            --cap-add=CHOWN
            --read-only
            --tmpfs=/tmp:rw,exec,nosuid,nodev,mode=1777,size=33554432
            --tmpfs=/var/tmp:rw,exec,nosuid,nodev,mode=1777,size=33554432
            --tmpfs=/run:rw,exec,nosuid,nodev,mode=1777,size=33554432
            --log-driver=local
            --log-opt=max-size=10m
            --log-opt=max-file=3
            --network=paygress
            --dns=9.9.9.9
            --dns=1.1.1.1
            --publish=0.0.0.0:20001:8080/tcp
            --publish=0.0.0.0:20002:53/udp
            --env-file=/var/lib/paygress/requests/req-1.env
            --mount=type=volume,source=paygress-1005-data,volume-label=io.paygress.host=host-1,volume-label=io.paygress.lease=0193f7c1000070008000000000000001,volume-label=io.paygress.vmid=1005,"target=/data"
            --pull=never
            --
            sha256:9f23e402e7de05c7ec858fe53a76998f281d9e4822242d24be4a6f32c6c7f0fe
            """);
    }

    [Theory]
    [InlineData(1, "0.001")]
    [InlineData(100, "0.1")]
    [InlineData(1000, "1")]
    [InlineData(1250, "1.25")]
    public void Create_Millicores_KeepsFractions(int millicores, string cpus)
    {
        var spec = Spec();

        Arguments.Create(spec with { Workload = spec.Workload with { Tier = new Tier("t", millicores, 64, 1, 5) } }).ShouldContain($"--cpus={cpus}");
    }

    [Fact]
    public void Create_NothingOptional_LeavesItOut()
    {
        var spec = Spec();

        var arguments = Arguments.Create(spec with { Workload = spec.Workload with { Init = false, DataPath = null, Template = null, Ulimits = [] } });

        arguments.ShouldContain("--init=false");
        arguments.ShouldNotContain(a => a.StartsWith("--mount") || a.StartsWith("--env-file") || a.StartsWith("--runtime") || a.StartsWith("--ulimit"));
    }

    [Fact]
    public void Create_DockerBoundsRoots_OneThatIsWritableHoldsTheTiersStorage()
    {
        var spec = Spec();
        var writable = spec with { Workload = spec.Workload with { WritableRoot = true } };

        Arguments.Create(writable, boundsRoot: true).ShouldContain($"--storage-opt=size={spec.Workload.Tier.StorageBytes}");
        Arguments.Create(writable, boundsRoot: false).ShouldNotContain(a => a.StartsWith("--storage-opt"));
        Arguments.Create(spec, boundsRoot: true).ShouldNotContain(a => a.StartsWith("--storage-opt"));
    }

    [Fact]
    public void Create_WritableRoot_IsLeftAsTheImageHasIt()
    {
        var spec = Spec();

        Arguments.Create(spec with { Workload = spec.Workload with { WritableRoot = true } }).ShouldNotContain(a => a.StartsWith("--read-only") || a.StartsWith("--tmpfs"));
    }

    [Fact]
    public void Create_DataPathWhereScratchWouldBe_IsTheVolume()
    {
        var spec = Spec();

        var arguments = Arguments.Create(spec with { Workload = spec.Workload with { DataPath = "/tmp" } }, boundsRoot: false, "/tmp");

        arguments.ShouldNotContain(a => a.StartsWith("--tmpfs=/tmp"));
        arguments.ShouldContain(a => a.StartsWith("--tmpfs=/run"));
        arguments.Where(a => a.StartsWith("--mount")).ShouldHaveSingleItem().ShouldEndWith(",\"target=/tmp\"");
    }

    // Without a mount of ours docker makes a volume, and none of its has a bound. A writable root has no scratch.
    [Theory]
    [InlineData(false, "/var/lib/a,b\"\"c")]
    [InlineData(true, "/run", "/tmp", "/var/lib/a,b\"\"c", "/var/tmp")]
    public void Create_ImageThatWantsVolumes_GetsThemInMemory(bool writableRoot, params string[] expected)
    {
        var spec = Spec();
        var workload = spec.Workload with { WritableRoot = writableRoot };

        var arguments = Arguments.Create(spec with { Workload = workload }, boundsRoot: false, "/data", "/run", "/tmp", "/var/lib/a,b\"c", "/var/tmp");

        arguments.Where(a => a.StartsWith("--mount=type=tmpfs")).ShouldBe(expected.Select(path => $"--mount=type=tmpfs,\"target={path}\",tmpfs-size=33554432,tmpfs-mode=1777"));
    }

    [Fact]
    public void Create_RuntimeAndIpv6Address_AreSaid()
    {
        _options.Runtime = "runsc";
        _options.BindAddress = "::";

        var arguments = Arguments.Create(Spec() with { Ports = Some.Ports() });

        arguments.ShouldContain("--runtime=runsc");
        arguments.ShouldContain("--publish=[::]:20000:8080/tcp");
    }

    [Fact]
    public void Create_AnyWords_NoneBecomesAnOption()
    {
        var known = Arguments.Create(Spec() with { EnvironmentFile = "/e", Ports = Some.Ports() })
            .Where(a => a.StartsWith('-')).Select(a => a.Split('=')[0]).ToHashSet();

        Gen.Select(Gen.String, Gen.String, Gen.String).Sample((path, label, word) =>
        {
            var spec = Spec();
            var arguments = Arguments.Create(spec with
            {
                EnvironmentFile = path,
                Workload = spec.Workload with { DataPath = path, Template = label, Capabilities = [word], Ulimits = [word] },
            });

            arguments[^2..].ShouldBe(["--", ImageId]);
            arguments[1..^1].ShouldAllBe(a => known.Contains(a.Split('=', 2)[0]));
        });
    }

    [Theory]
    [InlineData("-v")]
    [InlineData("paygress-1005")]
    [InlineData("abcdef")]
    [InlineData("")]
    public void Start_NotAFullId_Throws(string id) => Should.Throw<ArgumentException>(() => DockerArguments.Start(id));

    [Fact]
    public void Create_ImageByName_Throws() =>
        Should.Throw<ArgumentException>(() => Arguments.Create(Spec() with { ImageId = "paygress/hello:1" }));

    [Fact]
    public void Endings_Ids_ComeAfterTheOptions()
    {
        DockerArguments.Signal([ContainerId], StopSignal.Terminate).ShouldBe(["kill", "--signal=TERM", "--", ContainerId]);
        DockerArguments.Signal([ContainerId], StopSignal.Kill).ShouldBe(["kill", "--signal=KILL", "--", ContainerId]);
        DockerArguments.Delete([ContainerId]).ShouldBe(["rm", "--force", "--volumes", "--", ContainerId]);
        DockerArguments.Logs(ContainerId, follow: true).ShouldBe(["logs", "--follow", "--", ContainerId]);
        DockerArguments.Pull("-x").ShouldBe(["pull", "--", "-x"]);
    }

    [Fact]
    public void CreateNetwork_Options_AreSaid() =>
        Arguments.CreateNetwork().ShouldBe(
        [
            "network", "create", "--driver=bridge", "--subnet=10.213.0.0/20", "--opt=com.docker.network.bridge.name=paygress0", "--opt=com.docker.network.bridge.enable_icc=false",
            "--label=io.paygress.host=host-1", "--", "paygress",
        ]);

    [Fact]
    public void CreateVolume_Device_IsMountedWithoutDevicesAndSetuid() =>
        new DockerVolumeArguments(new DockerLabels("host-1"))
            .Create(new LeaseId(Guid.Parse("0193f7c1000070008000000000000001")), new Vmid(1005), "/run/paygress/dev/1005").ShouldBe(
            [
                "volume", "create", "--driver=local", "--opt=device=/run/paygress/dev/1005", "--opt=o=nosuid,nodev", "--opt=type=ext4",
                "--label=io.paygress.host=host-1", "--label=io.paygress.lease=0193f7c1000070008000000000000001", "--label=io.paygress.vmid=1005",
                "--", "paygress-1005-data",
            ]);

    private static ContainerSpec Spec() => new()
    {
        LeaseId = LeaseId.New(Some.Now),
        Vmid = new Vmid(1005),
        RequestId = Some.RequestId(),
        Owner = OwnerId.Local,
        Workload = Some.Workload() with { Tier = new Tier("tiny", 100, 64, 1, 5), Capabilities = ["CHOWN"], Ulimits = ["nofile=1024:2048"] },
        ImageId = ImageId,
        Duration = TimeSpan.FromMinutes(10),
    };
}
