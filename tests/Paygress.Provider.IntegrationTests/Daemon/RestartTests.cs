using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class RestartTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Stop_WithTenants_TouchesNoneAndRemovesTheSocket()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 600);
        var before = await StateAsync(lease.Vmid);

        (await _provider.StopAsync()).ShouldBe(0);
        File.Exists(_provider.Site.Socket).ShouldBeFalse();
        (await StateAsync(lease.Vmid)).ShouldBe(before);
        (await _provider.CliAsync("status")).ExitCode.ShouldBe(3);

        await _provider.StartAgainAsync();
        (await StateAsync(lease.Vmid)).ShouldBe(before);
        var after = await _provider.Api.FindAsync(lease.LeaseId);
        (after.State, after.Restarts, after.ExpiresAt).ShouldBe(("active", 0, lease.ExpiresAt));
    }

    // Before it listens to signals, it ends by this one.
    [Fact]
    public async Task Stop_WhileItStarts_IsNoFailure()
    {
        await _provider.StartAsync();
        (await _provider.StopAsync()).ShouldBe(0);
        for (var milliseconds = 20; milliseconds <= 600; milliseconds += 20)
        {
            _provider.Launch();
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);

            (await _provider.StopAsync()).ShouldBeOneOf(0, 143);
        }

        await _provider.StartAgainAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    [InlineData(500)]
    public async Task Stop_SpawnInFlight_IsFinishedOrTakenUpAgain(int milliseconds)
    {
        await _provider.StartAsync();
        var accepted = (await _provider.Api.SubmitAsync("hello", 600)).Lease;
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), TimeProvider.System, TestContext.Current.CancellationToken);

        (await _provider.RestartAsync()).ShouldBe(0);

        var lease = await _provider.Api.FollowAsync(accepted.RequestId);
        lease.State.ShouldBe("active", lease.LastError);
        lease.LeaseId.ShouldBe(accepted.LeaseId);
        (await _provider.OfOursAsync("ps", "--quiet")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Run_SecondOnTheSameDataDirectory_RefusesAndLeavesTheFirstAlone()
    {
        await _provider.StartAsync();

        var second = await ProviderProgram.RunAsync(_provider.Site, "run", "--config", _provider.Site.ConfigFile);

        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain($"another provider (pid {_provider.Pid}) has the data directory {_provider.Site.DataDirectory}");
        ((int)(await _provider.Api.GetAsync("/healthz")).Status).ShouldBe(200);
        (await _provider.Api.SpawnAsync("idle", 600)).State.ShouldBe("active");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_StoreIsLost_LeasesGoOnFromTheirOwnFilesAndEndOnTime(bool isDamaged)
    {
        await _provider.StartAsync();
        var staying = await _provider.Api.SpawnAsync("hello", 600);
        var ending = await _provider.Api.SpawnAsync("idle", 12);
        (await _provider.CliAsync("extend", $"{staying.Vmid}", "5m")).ExitCode.ShouldBe(0);
        staying = await _provider.Api.FindAsync(staying.LeaseId);
        var before = await StateAsync(staying.Vmid);
        await _provider.KillAsync();
        LoseStore(isDamaged);

        await _provider.StartAgainAsync();

        var after = await _provider.Api.FindAsync(staying.LeaseId);
        (after.State, after.ExpiresAt, after.Restarts, after.RequestId).ShouldBe(("active", staying.ExpiresAt, 0, staying.RequestId));
        (await StateAsync(staying.Vmid)).ShouldBe(before);
        var ended = await _provider.Api.UntilAsync(ending.LeaseId, l => l.EndedAt is not null);
        (ended.EndReason, ended.ExpiresAt).ShouldBe(("expired", ending.ExpiresAt));
        ended.EndedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(ending.ExpiresAt!.Value);
        await _provider.UntilSaidAsync("is restored");
    }

    private void LoseStore(bool isDamaged)
    {
        _provider.Site.LoseStore();
        if (isDamaged)
        {
            File.WriteAllText(Path.Combine(_provider.Site.DataDirectory, "provider.db"), string.Concat(Enumerable.Repeat("not a database ", 1000)));
        }
    }

    [Fact]
    public async Task Run_InstanceIdLostBesideLeases_Exits78AndTouchesNoTenant()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        var before = await StateAsync(lease.Vmid);
        (await _provider.StopAsync()).ShouldBe(0);
        var (id, aside) = (Path.Combine(_provider.Site.DataDirectory, "instance-id"), Path.Combine(_provider.Site.Root, "instance-id"));
        File.Move(id, aside);

        _provider.Launch();

        (await _provider.ExitAsync()).ShouldBe(78);
        File.Exists(id).ShouldBeFalse();
        (await StateAsync(lease.Vmid)).ShouldBe(before);
        File.Move(aside, id);
        await _provider.StartAgainAsync();
    }

    // The first start moves the store aside before it can tell; the second finds nothing but what was moved.
    [Fact]
    public async Task Run_InstanceIdLostBesideADamagedStore_TakesNoNewOneHoweverOften()
    {
        await _provider.StartAsync();
        (await _provider.StopAsync()).ShouldBe(0);
        var (id, aside) = (Path.Combine(_provider.Site.DataDirectory, "instance-id"), Path.Combine(_provider.Site.Root, "instance-id"));
        File.Move(id, aside);
        LoseStore(isDamaged: true);

        for (var start = 0; start < 2; start++)
        {
            _provider.Launch();
            (await _provider.ExitAsync()).ShouldBe(78);
        }

        File.Exists(id).ShouldBeFalse();
        File.Move(aside, id);
        await _provider.StartAgainAsync();
    }

    [Fact]
    public async Task Start_SignOfLifeDamaged_RefusesAndCountsByNoOtherClock()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        var before = await StateAsync(lease.Vmid);
        (await _provider.StopAsync()).ShouldBe(0);
        var path = Path.Combine(_provider.Site.DataDirectory, "clock.json");
        var mark = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(path, mark[..(mark.Length / 2)], TestContext.Current.CancellationToken);

        _provider.Launch();

        (await _provider.ExitAsync()).ShouldBe(78);
        (await StateAsync(lease.Vmid)).ShouldBe(before);
        await File.WriteAllTextAsync(path, mark, TestContext.Current.CancellationToken);
        await _provider.StartAgainAsync();
        (await _provider.Api.FindAsync(lease.LeaseId)).ExpiresAt.ShouldBe(lease.ExpiresAt);
    }

    private static async Task<(string, int)> StateAsync(int? vmid)
    {
        var state = (await TestEngine.InspectAsync("container", $"paygress-{vmid}")).GetProperty("State");
        return (state.GetProperty("StartedAt").GetString()!, state.GetProperty("Pid").GetInt32());
    }
}
