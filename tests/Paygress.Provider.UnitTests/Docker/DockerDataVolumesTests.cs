using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Docker;

public sealed class DockerDataVolumesTests
{
    private const string Name = "paygress-1000-data";

    private static readonly Vmid Vmid = new(1000);

    private readonly FakeCommandRunner _runner = new();
    private readonly DockerDataVolumes _subject;

    public DockerDataVolumesTests()
    {
        var options = new DockerOptions();
        _subject = new DockerDataVolumes(new DockerClient(_runner, options), new DockerLabels("h"), options);
        _runner.When("docker", "volume", "ls").Exits(stdout: $"\"{Name}\"\n");
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_ThereIsOne_IsIt()
    {
        _runner.When("docker", "volume", "inspect").Exits(stdout: Describe());

        (await _subject.FindAsync(Vmid, Token)).ShouldBeOfType<HostResult<DockerVolume?>.Done>().Value!.Name.ShouldBe(Name);
    }

    [Theory]
    [InlineData($"Error response from daemon: get {Name}: no such volume")]
    [InlineData($"Error: No such volume: {Name}\n")]
    public async Task Find_DockerSaysThereIsNone_IsNone(string complaint)
    {
        _runner.When("docker", "volume", "inspect").Exits(1, stderr: complaint);

        (await _subject.FindAsync(Vmid, Token)).ShouldBeOfType<HostResult<DockerVolume?>.Done>().Value.ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"Name\":\"paygress-1001-data\"}")]
    [InlineData("{}")]
    public async Task Find_AnswerThatIsNotAboutIt_IsUnknown(string output)
    {
        _runner.When("docker", "volume", "inspect").Exits(stdout: output);

        (await _subject.FindAsync(Vmid, Token)).ShouldBeOfType<HostResult<DockerVolume?>.Unknown>();
    }

    [Fact]
    public async Task ListOurs_LabelIsLost_IsUnknown()
    {
        _runner.When("docker", "volume", "inspect").Exits(stdout: Describe(host: "another"));

        (await _subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<VolumeTrace>>.Unknown>();
    }

    [Fact]
    public async Task ListOurs_TimeThatIsNotUnderstood_HasNone()
    {
        _runner.When("docker", "volume", "inspect").Exits(stdout: Describe());

        (await _subject.ListOursAsync(Token)).ShouldBeOfType<HostResult<ImmutableArray<VolumeTrace>>.Done>().Value.ShouldHaveSingleItem().CreatedAt.ShouldBeNull();
    }

    private static string Describe(string host = "h") => $$"""{"Name":"{{Name}}","CreatedAt":"?","Driver":"local","Labels":{"io.paygress.host":"{{host}}"} }""";
}
