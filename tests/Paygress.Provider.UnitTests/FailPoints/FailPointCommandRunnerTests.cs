using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.UnitTests.FailPoints;

public sealed class FailPointCommandRunnerTests
{
    [Theory]
    [InlineData("docker create", "docker", "create", "--name=paygress-1000", "--", "sha256:1")]
    [InlineData("docker volume create", "/usr/bin/docker", "volume", "create", "--", "v")]
    [InlineData("docker start", "docker", "start", "--", "container")]
    [InlineData("losetup --find", "losetup", "--find", "--show", "/file")]
    [InlineData("mkfs.ext4 -q", "/sbin/mkfs.ext4", "-q", "-m", "0")]
    [InlineData("systemctl", "systemctl")]
    public void NameOf_Command_IsProgramAndVerb(string name, string program, params string[] arguments) =>
        FailPointCommandRunner.NameOf(new CommandSpec { Program = program, Arguments = [.. arguments], Timeout = TimeSpan.FromSeconds(1) }).ShouldBe(name);
}
