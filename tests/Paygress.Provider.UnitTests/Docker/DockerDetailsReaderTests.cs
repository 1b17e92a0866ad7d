using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

/// <summary>Anybody may write a label: what can't be read is none.</summary>
public sealed class DockerDetailsReaderTests
{
    private static readonly DockerDetailsReader Reader = new(new DockerStatusReader(new DockerLabels("host"), "paygress"));

    [Theory]
    [InlineData(DockerLabels.Request, "../etc")]
    [InlineData(DockerLabels.Owner, "two words")]
    [InlineData(DockerLabels.Tier, "")]
    [InlineData(DockerLabels.DurationSeconds, "soon")]
    [InlineData(DockerLabels.DurationSeconds, "0")]
    [InlineData(DockerLabels.DurationSeconds, "-5")]
    [InlineData(DockerLabels.DurationSeconds, "99999999999")]
    public void Read_LabelThatIsNone_IsNone(string label, string value)
    {
        var details = Reader.Read(new DockerContainer { Labels = new() { [label] = value } });

        (details.RequestId, details.Owner, details.TierId, details.Duration, details.ImageId).ShouldBe((null, null, null, null, null));
    }

    [Fact]
    public void Read_NoLabelsNoLimitsNoPorts_SaysNothing()
    {
        var details = Reader.Read(new DockerContainer { Image = "not-an-id" });

        (details.CpuMillicores, details.MemoryBytes, details.Ports.IsEmpty, details.ImageId, details.Status.IsOurs).ShouldBe((0, 0, true, null, false));
    }

    [Fact]
    public void Read_PortBindings_AreOursWhereTheyAreWhole()
    {
        var details = Reader.Read(new DockerContainer
        {
            PortBindings = new()
            {
                ["8080/tcp"] = [new DockerPortBinding("20001")],
                ["53/udp"] = [new DockerPortBinding("20000"), new DockerPortBinding("")],
                ["443/tcp"] = null,
                ["x/tcp"] = [new DockerPortBinding("1")],
            },
        });

        details.Ports.ShouldBe([new LeasePort(20000, 53, PortProtocol.Udp, null), new LeasePort(20001, 8080, PortProtocol.Tcp, null)]);
    }
}
