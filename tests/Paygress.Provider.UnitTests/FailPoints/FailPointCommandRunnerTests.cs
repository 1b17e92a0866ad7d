using Microsoft.Extensions.Time.Testing;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.FailPoints;

public sealed class FailPointCommandRunnerTests
{
    private static readonly CommandSpec Start = new() { Program = "docker", Arguments = ["start", "--", "container"], Timeout = TimeSpan.FromMinutes(1) };

    private readonly FakeCommandRunner _inner = new();
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<int> _landed = new();

    public FailPointCommandRunnerTests() => _inner.When("docker", "start").Exits();

    [Theory]
    [InlineData("docker create", "docker", "create", "--name=paygress-1000", "--", "sha256:1")]
    [InlineData("docker volume create", "/usr/bin/docker", "volume", "create", "--", "v")]
    [InlineData("docker start", "docker", "start", "--", "container")]
    [InlineData("losetup --find", "losetup", "--find", "--show", "/file")]
    [InlineData("mkfs.ext4 -q", "/sbin/mkfs.ext4", "-q", "-m", "0")]
    [InlineData("systemctl", "systemctl")]
    public void NameOf_Command_IsProgramAndVerb(string name, string program, params string[] arguments) =>
        FailPointCommandRunner.NameOf(new CommandSpec { Program = program, Arguments = [.. arguments], Timeout = TimeSpan.FromSeconds(1) }).ShouldBe(name);

    [Theory]
    [InlineData(nameof(FailKind.Error), 1, 0)]
    [InlineData(nameof(FailKind.DiskFull), 1, 0)]
    [InlineData(nameof(FailKind.LostReply), 1, 1)]
    [InlineData(nameof(FailKind.Delay), 0, 1)]
    [InlineData(nameof(FailKind.Hang), null, 0)]
    [InlineData(nameof(FailKind.Late), null, 1)]
    public async Task RunAsync_GoesWrong_HasThatAnswerAndThatManyEffects(string kind, int? exitCode, int effects)
    {
        var runner = new FailPointCommandRunner(_inner, name => name == "docker start" ? Enum.Parse<FailKind>(kind) : null, () => _landed.SetResult(_inner.Received.Count), _time);

        var running = runner.RunAsync(Start, World.Token);
        _time.Advance(TimeSpan.FromSeconds(2));
        var result = await running;

        (result is CommandResult.Exited exited ? exited.ExitCode : (int?)null).ShouldBe(exitCode);
        (result is CommandResult.TimedOut).ShouldBe(exitCode is null);

        // A late effect has nobody who waits for it: it is told.
        if (kind is nameof(FailKind.Late))
        {
            (await _landed.Task.WaitAsync(TimeSpan.FromSeconds(10), World.Token)).ShouldBe(effects);
        }

        _inner.Received.Count.ShouldBe(effects);
    }

    [Fact]
    public async Task RunAsync_NothingIsPlanned_IsTheCommandItself()
    {
        var result = await new FailPointCommandRunner(_inner, _ => null, () => { }, _time).RunAsync(Start, World.Token);

        result.ShouldBeOfType<CommandResult.Exited>().ExitCode.ShouldBe(0);
        _inner.Received.ShouldHaveSingleItem();
    }
}
