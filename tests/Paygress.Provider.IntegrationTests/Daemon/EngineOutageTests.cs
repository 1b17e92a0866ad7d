using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class EngineOutageTests : IAsyncDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task EngineStandsStill_ForSeconds_NothingIsConcludedAndEvictionsHappenAfter()
    {
        await _provider.StartAsync(("Docker:QueryTimeout", "1s"), ("Docker:StopTimeout", "1s"), ("Cleanup:SweepInterval", "1s"), ("Heartbeat:Interval", "1s"));
        await using var watch = new ContainerWatch(_provider.InstanceId);
        var staying = await _provider.Api.SpawnAsync("idle", 600);
        var ending = await _provider.Api.SpawnAsync("hello", 4);

        EngineProcess.Signal(SigStop);
        try
        {
            await _provider.Api.UntilAsync(ending.LeaseId, l => l.State == "evicting");
            await Task.Delay(TimeSpan.FromSeconds(4), TimeProvider.System, TestContext.Current.CancellationToken);

            (await _provider.Api.FindAsync(staying.LeaseId)).State.ShouldBe("active");
            (await _provider.Api.FindAsync(ending.LeaseId)).State.ShouldBe("evicting");
            (TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(Path.Combine(_provider.Site.RuntimeDirectory, "heartbeat.json"))).ShouldBeLessThan(TimeSpan.FromSeconds(3));
        }
        finally
        {
            EngineProcess.Signal(SigCont);
        }

        var ended = await _provider.Api.UntilAsync(ending.LeaseId, l => l.EndedAt is not null);
        (ended.State, ended.EndReason).ShouldBe(("ended", "expired"));
        var after = await _provider.Api.FindAsync(staying.LeaseId);
        (after.State, after.Restarts, after.Container!.Status).ShouldBe(("active", 0, "running"));
        watch.Of(staying.LeaseId, "die").ShouldBeEmpty();
        await _provider.UntilSaidAsync("Docker does not answer");
        await _provider.UntilSaidAsync("Docker answers again");
    }

    [Fact]
    public async Task EngineStandsStill_OverTheEndOfALease_ItsProcessesDieAllTheSame()
    {
        await _provider.StartAsync(("Docker:QueryTimeout", "20s"), ("Cleanup:SweepInterval", "1s"), ("Heartbeat:Interval", "1s"));
        var leases = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _provider.Api.SpawnAsync("hello", 15)));
        var pids = await Task.WhenAll(leases.Select(PidAsync));
        var clients = 0;

        EngineProcess.Signal(SigStop);
        try
        {
            while (pids.Any(pid => Directory.Exists($"/proc/{pid}")))
            {
                clients = Math.Max(clients, CountClients());
                var late = TimeProvider.System.GetUtcNow() - leases.Max(l => l.ExpiresAt!.Value);
                late.ShouldBeLessThan(TimeSpan.FromSeconds(20), "the tenants live on");
                await _provider.Api.GetAsync($"/v1/leases/{leases[0].LeaseId}");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, TestContext.Current.CancellationToken);
            }

            TestContext.Current.TestOutputHelper?.WriteLine($"dead {(TimeProvider.System.GetUtcNow() - leases.Max(l => l.ExpiresAt!.Value)).TotalSeconds:0.0} s after the end; at most {clients} docker clients");
            clients.ShouldBeLessThanOrEqualTo(32);
            foreach (var lease in leases)
            {
                (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("evicting");
            }
        }
        finally
        {
            EngineProcess.Signal(SigCont);
        }

        foreach (var lease in leases)
        {
            (await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null, TimeSpan.FromMinutes(2))).EndReason.ShouldBe("expired");
        }
    }

    // Docker has told it nothing yet, so it knows no process of theirs; only their control groups are left.
    [Fact]
    public async Task EngineStandsStill_ProviderStartsMeanwhile_TenantsAreKilledThroughTheirControlGroups()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("hello", 10);
        var pid = await PidAsync(lease);

        EngineProcess.Signal(SigStop);
        try
        {
            await _provider.KillAsync();
            await _provider.StartAgainAsync();

            await _provider.UntilSaidAsync("were killed through its control group");
            await Eventually.IsSoAsync(() => !Directory.Exists($"/proc/{pid}"), "the tenant lives on");
            (await _provider.Api.ListAsync()).ShouldHaveSingleItem().State.ShouldBe("evicting");
        }
        finally
        {
            EngineProcess.Signal(SigCont);
        }

        (await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null, TimeSpan.FromMinutes(2))).EndReason.ShouldBe("expired");
    }

    private static async Task<int> PidAsync(LeaseMessage lease) =>
        (await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}")).GetProperty("State").GetProperty("Pid").GetInt32();

    private int CountClients() => Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]))
        .Count(folder => TryRead(Path.Combine(folder, "stat")) is { } stat && stat.Contains("(docker)", StringComparison.Ordinal) && stat.Contains($") S {_provider.Pid} ", StringComparison.Ordinal));

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
