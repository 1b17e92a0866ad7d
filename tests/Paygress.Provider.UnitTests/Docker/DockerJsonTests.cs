using CsCheck;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerJsonTests
{
    private const string Container =
        """{"Id":"577a","Name":"/paygress-1005","Created":"2026-11-23T18:56:18.720287372Z","State":{"Status":"exited","ExitCode":137,"Error":"","OOMKilled":true,"StartedAt":"2026-11-23T18:56:19.292823491Z","FinishedAt":"0001-01-01T00:00:00Z","Pid":0},"Labels":{"io.paygress.host":"h","io.paygress.lease":"0193f7c1000070008000000000000001"},"Networks":{"paygress":{"IPAddress":"10.213.0.2"},"bridge":{"IPAddress":"172.17.0.2"}}}""";

    private readonly DockerStatusReader _reader = new(new DockerLabels("h"), "paygress");

    [Fact]
    public void Read_Container_KeepsWhatCoreNeeds()
    {
        var status = _reader.Read(DockerJson.TryRead(Container, DockerJsonContext.Default.DockerContainer)!);

        status.ShouldSatisfyAllConditions(
            s => s.Name.ShouldBe("paygress-1005"),
            s => s.IsOurs.ShouldBeTrue(),
            s => s.Vmid.ShouldBe(new Vmid(1005)),
            s => s.State.ShouldBe(ContainerState.Exited),
            s => s.ExitCode.ShouldBe(137),
            s => s.OomKilled.ShouldBeTrue(),
            s => s.Ip.ShouldBe("10.213.0.2"),
            s => s.FinishedAt.ShouldBeNull(),
            s => s.StartedAt!.Value.ToUnixTimeSeconds().ShouldBe(1795460179));
    }

    [Fact]
    public void Read_OtherInstancesLabel_IsNotOurs() =>
        new DockerStatusReader(new DockerLabels("other"), "paygress")
            .Read(DockerJson.TryRead(Container, DockerJsonContext.Default.DockerContainer)!).IsOurs.ShouldBeFalse();

    [Fact]
    public void ToDeath_Die_HasTheExitCode()
    {
        const string Line = """{"status":"die","Type":"container","Action":"die","Actor":{"ID":"031f","Attributes":{"exitCode":"3","io.paygress.lease":"0193f7c1000070008000000000000001"}},"time":1795460233}""";

        DockerJson.TryRead(Line, DockerJsonContext.Default.DockerEvent)!.ToDeath()!.ShouldSatisfyAllConditions(
            d => d.ContainerId.ShouldBe("031f"),
            d => d.ExitCode.ShouldBe(3));
    }

    [Fact]
    public void TryReadLines_HalfAnAnswer_IsNone() =>
        DockerJson.TryReadLines("\"a\"\n\"b", DockerJsonContext.Default.String, out _).ShouldBeFalse();

    [Fact]
    public void EveryParser_AnyText_NeverThrows() => Gen.String.Sample(text =>
    {
        DockerJson.TryReadLines(text, DockerJsonContext.Default.String, out _);
        DockerJson.TryRead(text, DockerJsonContext.Default.DockerContainer);
        DockerJson.TryRead(text, DockerJsonContext.Default.DockerEvent)?.ToDeath();
        DockerJson.ReadTime(text);
        DockerNames.ReadContainer(text);
        DockerNames.ReadVolume(text);
        new PullProgress().Read(text);
    });

    [Theory]
    [InlineData("paygress-1005", 1005)]
    [InlineData("paygress-01005", null)]
    [InlineData("paygress-1005-data", null)]
    [InlineData("xpaygress-1005", null)]
    [InlineData("paygress-", null)]
    public void ReadContainer_Name_IsReadExactly(string name, int? vmid) => (DockerNames.ReadContainer(name)?.Value).ShouldBe(vmid);

    [Fact]
    public void PullProgress_Lines_CountsLayers()
    {
        var progress = new PullProgress();

        progress.Read("1: Pulling from hello").ShouldBeNull();
        progress.Read("886c916f3457: Pulling fs layer").ShouldBe("Downloading, 0 of 1 layers");
        progress.Read("886c916f3457: Verifying Checksum").ShouldBeNull();
        progress.Read("886c916f3457: Pull complete").ShouldBe("Downloading, 1 of 1 layers");
    }
}
