using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>A disk of the data directory that has no byte left, for real. Each single write that finds it full is in the fault matrix.</summary>
[Collection(DaemonCollection.Name)]
public sealed class DiskFullTests : IAsyncDisposable
{
    private const long Size = 5L * 1024 * 1024 * 1024;

    private readonly ProviderProcess _provider = new();
    private readonly string _disk = Path.Combine(TestEngine.Root, $"disk-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}.img");

    private string Filler => Path.Combine(_provider.Site.DataDirectory, "filler");

    public async ValueTask DisposeAsync()
    {
        File.Delete(Filler);
        await _provider.DisposeAsync();
        File.Delete(_disk);
    }

    [Fact]
    public async Task DataDirectory_IsFull_RefusesWithACodeEndsOnTimeAndRecovers()
    {
        await MountSmallDiskAsync();
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        var staying = await _provider.Api.SpawnAsync("idle", 3600);
        var ending = await _provider.Api.SpawnAsync("idle", 6);
        await FillAsync();

        var spawn = await _provider.Api.SubmitAsync(Request("while-full"));
        var extend = await ExtendAsync(staying);
        ((int)spawn.Status, spawn.Code, (int)extend.Status, extend.Code).ShouldBe((500, "backend_error", 500, "backend_error"));
        spawn.Body.ShouldContain("full", Case.Insensitive);
        (await watch.DeathAsync(ending.LeaseId)).ShouldBeGreaterThanOrEqualTo(ending.ExpiresAt!.Value, "it was ended early");
        ((int)(await _provider.Api.GetAsync("/healthz")).Status).ShouldBe(200);
        (await _provider.Api.FindAsync(staying.LeaseId)).ExpiresAt.ShouldBe(staying.ExpiresAt);

        File.Delete(Filler);
        (await _provider.Api.UntilAsync(ending.LeaseId, l => l.EndedAt is not null)).EndReason.ShouldBe("expired");
        (await ExtendAsync(staying)).Lease.ExpiresAt.ShouldBe(staying.ExpiresAt!.Value.AddSeconds(600));
        (await _provider.Api.SubmitAsync(Request("while-full"))).Lease.RequestId.ShouldBe("while-full");
        (await _provider.Api.FollowAsync("while-full")).State.ShouldBe("active");
        (await _provider.RestartAsync()).ShouldBe(0);
        (await _provider.Api.ListAsync()).Select(l => l.RequestId).ShouldBe([staying.RequestId, "while-full"], ignoreOrder: true);
        watch.Of(staying.LeaseId, "die").ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_DiskIsFull_SaysWhatToDoAndChangesNothing()
    {
        await MountSmallDiskAsync();
        await _provider.StartAsync();
        var staying = await _provider.Api.SpawnAsync("idle", 3600);
        (await _provider.StopAsync()).ShouldBe(0);
        await FillAsync();

        var refused = await ProviderProgram.RunAsync(_provider.Site, "run", "--config", _provider.Site.ConfigFile);

        refused.ExitCode.ShouldBe(78);
        refused.Error.ShouldContain("make room");
        refused.Error.ShouldNotContain("   at ");
        File.Delete(Filler);
        await _provider.StartAgainAsync();
        (await _provider.Api.FindAsync(staying.LeaseId)).State.ShouldBe("active");
    }

    private static SpawnMessage Request(string id) => new() { RequestId = id, Template = "idle", DurationSeconds = 3600, Env = new(StringComparer.Ordinal) { ["A"] = "b" } };

    private Task<ApiAnswer> ExtendAsync(LeaseMessage lease) =>
        _provider.Api.PostAsync($"/v1/leases/{lease.LeaseId}/extend", """{"request_id": "more", "duration_seconds": 600}""");

    // Large enough for what is sold and for the reserve; its file has holes, so it takes next to nothing. Goes away with the site, which the harness unmounts.
    private async Task MountSmallDiskAsync()
    {
        Directory.CreateDirectory(_provider.Site.DataDirectory);
        await using (var file = File.Create(_disk))
        {
            file.SetLength(Size);
        }

        await TestEngine.RunAsync("mkfs.ext4", "-q", "-m", "0", _disk);
        await TestEngine.RunAsync("mount", "-o", "loop", _disk, _provider.Site.DataDirectory);
        Directory.Delete(Path.Combine(_provider.Site.DataDirectory, "lost+found"));
    }

    private async Task FillAsync()
    {
        // Most of it without a byte written, then whatever is left.
        var free = new DriveInfo(_provider.Site.DataDirectory).AvailableFreeSpace;
        await TestEngine.RunAsync("fallocate", $"--length={free - (8 * 1024 * 1024)}", Filler);
        await Task.Run(FillUp);
    }

    private void FillUp()
    {
        using var file = File.Open(Filler, FileMode.Append);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // That was the last block.
        }
    }
}
