using CsCheck;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.UnitTests.Docker;

/// <summary>The messages are docker's own, 20.10.24 unless said otherwise.</summary>
public sealed class DockerErrorsTests
{
    [Theory]
    [InlineData("Cannot connect to the Docker daemon at unix:///nowhere. Is the docker daemon running?", DockerRefusal.Unreachable)]
    [InlineData("permission denied while trying to connect to the Docker daemon socket at unix:///run/docker.sock: dial unix /run/docker.sock: connect: permission denied", DockerRefusal.Unreachable)]
    [InlineData("error during connect: Post \"http://docker/v1.41/containers/create\": EOF", DockerRefusal.Unreachable)]
    [InlineData("failed to connect to the docker API at unix:///nowhere; check if the path is correct and if the daemon is running", DockerRefusal.Unreachable)]
    [InlineData("Error response from daemon: failed to create shim task: context deadline exceeded: unknown", DockerRefusal.Unreachable)]
    [InlineData("Error response from daemon: transport is closing.", DockerRefusal.Unreachable)]
    [InlineData("Error response from daemon: context canceled\nError: failed to start containers: paygress-1", DockerRefusal.Unreachable)]
    [InlineData("docker: Error response from daemon: context canceled.\nSee 'docker create --help'.", DockerRefusal.Unreachable)]
    [InlineData("docker: Error response from daemon: context canceled\n\nRun 'docker create --help' for more information", DockerRefusal.Unreachable)] // 28
    [InlineData("Error response from daemon: context canceled\nError response from daemon: read: connection reset by peer", DockerRefusal.Unreachable)]
    [InlineData("Error response from daemon: context canceled\nError: No such object: b", DockerRefusal.Unreachable)]
    [InlineData("Error response from daemon: Cannot mkdir: /d: context canceled\nfailed to start containers: x is not a directory", DockerRefusal.Other)]
    [InlineData("Error response from daemon: Cannot mkdir: /d: context canceled\nx is not a directory", DockerRefusal.Other)] // an image's working directory
    [InlineData("Error response from daemon: Cannot mkdir: /d: context canceled\nSee 'docker x is not a directory", DockerRefusal.Other)]
    [InlineData("Error response from daemon: OCI runtime create failed: mkdir /data/context canceled: not a directory: unknown\nError: failed to start containers: c", DockerRefusal.Other)] // a tenant's file
    [InlineData("Error response from daemon: OCI runtime create failed: stat /x\nconnection reset by peer: no such file or directory: unknown", DockerRefusal.Other)]
    [InlineData("Error response from daemon: stat /x\nError response from daemon: context canceled\n: file name too long", DockerRefusal.Other)]
    [InlineData("Error response from daemon: exec: \"connection reset by peer\": permission denied: unknown", DockerRefusal.Other)]
    [InlineData("Error response from daemon: No such container: nosuch\nError: failed to start containers: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error: No such container: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error: No such object: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error: No such volume: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error: No such network: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error response from daemon: network nosuch not found", DockerRefusal.NoSuchObject)]
    [InlineData("Error response from daemon: get paygress-1-data: no such volume", DockerRefusal.NoSuchObject)]
    [InlineData("Error response from daemon: Cannot kill container: nosuch: No such container: nosuch", DockerRefusal.NoSuchObject)]
    [InlineData("Error response from daemon: Cannot kill container: p5: Container 4ac8bda5 is not running", DockerRefusal.NotRunning)]
    [InlineData("Error response from daemon: removal of container 4ac8bda5 is already in progress", DockerRefusal.RemovalInProgress)]
    [InlineData("Error response from daemon: Conflict. The container name \"/paygress-1\" is already in use by container \"4702\". You have to remove (or rename) that container to be able to reuse that name.", DockerRefusal.NameTaken)]
    [InlineData("Error response from daemon: network with name paygress already exists", DockerRefusal.NameTaken)]
    [InlineData("Error response from daemon: cannot create network 456f (paygress0): conflicts with network 4f78 (paygress0): networks have same bridge name", DockerRefusal.NameTaken)]
    [InlineData("Error response from daemon: driver failed programming external connectivity on endpoint p3 (b80a): Bind for 0.0.0.0:20001 failed: port is already allocated\nError: failed to start containers: p3", DockerRefusal.PortTaken)]
    [InlineData("Error response from daemon: driver failed programming external connectivity on endpoint p4 (e1a9): Error starting userland proxy: listen tcp4 0.0.0.0:20002: bind: address already in use", DockerRefusal.PortTaken)]
    [InlineData("Error response from daemon: No such image: nosuch:1", DockerRefusal.NoSuchImage)]
    [InlineData("Error response from daemon: failed to mount local volume: mount /nowhere/5:/data/_data, flags: 0x6: no such file or directory", DockerRefusal.NotMounted)]
    [InlineData("Error response from daemon: mkdir /var/lib/docker/overlay2/1: no space left on device", DockerRefusal.NoSpace)]
    [InlineData("Error response from daemon: remove paygress-1-data: volume is in use - [4ac8bda5]", DockerRefusal.InUse)]
    [InlineData("docker: open /nope: no such file or directory.\nSee 'docker create --help'.", DockerRefusal.Other)]
    [InlineData("docker: poorly formatted environment: no variable name on line '=secret'.", DockerRefusal.BadEnvironmentFile)]
    [InlineData("docker: invalid env file (/d/requests/1.env): variable 'my secret' contains whitespaces", DockerRefusal.BadEnvironmentFile)] // 28
    [InlineData("docker: env file /d/requests/1.env contains invalid utf8 bytes at line 1: [255 254]", DockerRefusal.BadEnvironmentFile)]
    [InlineData("Error response from daemon: No such image: x/env-file:1", DockerRefusal.NoSuchImage)]
    [InlineData("Error response from daemon: Range of CPUs is from 0.01 to 2.00, as there are only 2 CPUs available", DockerRefusal.Other)]
    [InlineData("Error response from daemon: Unknown runtime specified nope", DockerRefusal.Other)]
    [InlineData("", DockerRefusal.Other)]
    public void Read_Message_HasItsMeaning(string message, object meaning) => DockerErrors.Read(message).ShouldBe(meaning);

    [Theory]
    [InlineData("Bind for 0.0.0.0:20001 failed: port is already allocated", ErrorCodes.NoCapacity)]
    [InlineData("no space left on device", ErrorCodes.NoCapacity)]
    [InlineData("No such image: x", ErrorCodes.ImageNotFound)]
    [InlineData("something else", ErrorCodes.BackendError)]
    public void ToResult_Refusal_FailsWithItsCode(string message, string code) =>
        Refused(message).ToResult().ShouldBeOfType<HostResult<string>.Failed>().Problem.Code.ShouldBe(code);

    [Fact]
    public void ToResult_Unreachable_IsUnknown() =>
        Refused("Cannot connect to the Docker daemon at unix:///nowhere.").ToResult().ShouldBeOfType<HostResult<string>.Unknown>();

    [Fact]
    public void ToResult_EnvironmentFile_DoesNotQuoteIt() =>
        Refused("docker: poorly formatted environment: no variable name on line '=secret'.").ToResult().Error!.Detail.ShouldNotContain("secret");

    [Fact]
    public void ToEffectExcept_OneHarmfulLineAmongHarmless_Fails()
    {
        var answer = Refused("Error: No such container: a\nError response from daemon: Could not kill running container b, cannot remove - tried to kill container, but did not receive an exit event\n");

        answer.ToEffectExcept(DockerRefusal.NoSuchObject).ShouldBeOfType<HostResult<Nothing>.Failed>().Problem.Detail.ShouldStartWith("Could not kill");
    }

    [Fact]
    public void ToEffectExcept_OnlyHarmlessLines_IsDone() =>
        Refused("Error: No such container: a\n").ToEffectExcept(DockerRefusal.NoSuchObject).IsDone.ShouldBeTrue();

    [Fact]
    public void ToEffectExcept_Unreachable_IsUnknown() =>
        Refused("Cannot connect to the Docker daemon at unix:///nowhere.").ToEffectExcept(DockerRefusal.NoSuchObject).ShouldBeOfType<HostResult<Nothing>.Unknown>();

    [Fact]
    public void Shorten_AnyText_IsOneShortCleanLine() => Gen.String.Sample(text =>
    {
        var line = DockerErrors.Shorten(text);
        line.Length.ShouldBeInRange(1, Excerpt.MaxLength);
        line.ShouldNotContain(c => char.IsControl(c));
        DockerErrors.Read(text);
        PullErrors.Read(text);
    });

    private static DockerAnswer.Refused Refused(string message) => new(DockerErrors.Read(message), string.Empty, message);
}
