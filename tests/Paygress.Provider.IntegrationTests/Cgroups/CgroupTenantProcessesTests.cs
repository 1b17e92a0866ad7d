using Paygress.Provider.Core.Hosts;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Cgroups;

[Collection(DaemonCollection.Name)]
public sealed class CgroupTenantProcessesTests : IAsyncDisposable
{
    // By its group as well, which is the one that the kernel looks at here.
    private const UnixFileMode OpenToAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly CgroupTenantProcesses _processes = new(new ControlGroups(), TimeProvider.System);
    private readonly List<string> _containers = [];

    public async ValueTask DisposeAsync()
    {
        if (_containers.Count > 0)
        {
            await TestEngine.DockerAsync(["rm", "--force", "--volumes", .. _containers]);
        }
    }

    [Fact]
    public async Task KillAsync_ContainerThatIgnoresSignalsAndForks_KillsAllOfItAndNothingElse()
    {
        var victim = await RunAsync("trap '' TERM INT; (trap '' TERM; while :; do sleep 1; done) & (while :; do sleep 1; done) & wait");
        var neighbour = await RunAsync("while :; do sleep 1; done");
        var processes = await ForksAsync(victim, 3);

        var killed = (await _processes.KillAsync(victim, TestContext.Current.CancellationToken)).ShouldBeOfType<HostResult<int>.Done>().Value;

        // With the first of a container the kernel ends all others, so how many were left to kill is chance.
        killed.ShouldBeGreaterThan(0);
        (await StateAsync(victim)).ShouldBe("exited");
        processes.ShouldAllBe(pid => !Directory.Exists($"/proc/{pid}"));
        (await StateAsync(neighbour)).ShouldBe("running");
        (await _processes.KillAsync(victim, TestContext.Current.CancellationToken)).ShouldBe(HostResult.Of(0));
    }

    [Fact]
    public async Task KillAsync_NoSuchContainer_HasNothingToKill() =>
        (await _processes.KillAsync(new string('a', 64), TestContext.Current.CancellationToken)).ShouldBe(HostResult.Of(0));

    [Fact]
    public async Task KillAsync_NoControlGroupsToLookAt_IsNotTakenForDead()
    {
        using var folder = new TempFolder();
        var blind = new CgroupTenantProcesses(new ControlGroups(Path.Combine(folder.Path, "none")), TimeProvider.System);

        (await blind.KillAsync(new string('a', 64), TestContext.Current.CancellationToken)).ShouldBeOfType<HostResult<int>.Failed>();
    }

    // It may hold the tenant, who would pass for dead.
    [Fact]
    public void Find_SomeOfItCantBeLookedInto_IsNoAnswer()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, OpenToAll);
        File.SetUnixFileMode(Directory.CreateDirectory(Path.Combine(folder.Path, "docker")).FullName, UnixFileMode.None);

        Should.Throw<UnauthorizedAccessException>(() => Nobody.Does(() => new ControlGroups(folder.Path).Find(new string('a', 64)))).Message.ShouldContain("docker");
    }

    // A user may close what systemd gave it, and no lease would ever end.
    [Fact]
    public void Find_AUsersOwnCantBeLookedInto_HoldsNoTenant()
    {
        using var folder = new TempFolder();
        File.SetUnixFileMode(folder.Path, OpenToAll);
        var closed = Directory.CreateDirectory(Path.Combine(folder.Path, "user@1000.service")).FullName;
        Nobody.Gets(closed);
        File.SetUnixFileMode(closed, UnixFileMode.None);

        Nobody.Does(() => new ControlGroups(folder.Path).Find(new string('a', 64))).ShouldBeEmpty();
    }

    [Fact]
    public async Task KillAsync_ShortId_IsRefused() =>
        await Should.ThrowAsync<ArgumentException>(() => _processes.KillAsync("abc", TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("docker/ID")]
    [InlineData("system.slice/docker-ID.scope")]
    [InlineData("memory/docker/ID")]
    [InlineData("a.slice/a-b.slice/a-b-c.slice/docker-ID.scope")]
    public void Find_WhereverDockerPutIt_FindsTheGroup(string path)
    {
        using var folder = new TempFolder();
        var id = new string('b', 64);
        var expected = Directory.CreateDirectory(Path.Combine(folder.Path, path.Replace("ID", id, StringComparison.Ordinal))).FullName;
        Directory.CreateDirectory(Path.Combine(folder.Path, "docker", new string('c', 64)));

        new ControlGroups(folder.Path).Find(id).ShouldBe([expected]);
    }

    private async Task<string> RunAsync(string script)
    {
        var id = (await TestEngine.DockerAsync("run", "--detach", "--network=none", "--entrypoint=/bin/sh", "paygress/hello:1", "-c", script)).Trim();
        _containers.Add(id);
        return id;
    }

    // docker run answers before the shell has made its children.
    private static async Task<string[]> ForksAsync(string id, int least)
    {
        var processes = await ListProcessesAsync(id);
        for (var i = 0; i < 500 && processes.Length < least; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            processes = await ListProcessesAsync(id);
        }

        processes.Length.ShouldBeGreaterThanOrEqualTo(least);
        return processes;
    }

    private static async Task<string[]> ListProcessesAsync(string id) =>
        [.. (await TestEngine.DockerAsync("top", id, "-o", "pid")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Trim())];

    // Docker hears of a death a moment later.
    private static async Task<string?> StateAsync(string id)
    {
        var state = await ReadStateAsync(id);
        for (var i = 0; i < 100 && state == "running"; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            state = await ReadStateAsync(id);
        }

        return state;
    }

    private static async Task<string?> ReadStateAsync(string id) =>
        (await TestEngine.InspectAsync("container", id)).GetProperty("State").GetProperty("Status").GetString();
}
