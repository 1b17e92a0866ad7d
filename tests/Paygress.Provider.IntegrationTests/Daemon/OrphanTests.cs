using System.Collections.Immutable;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class OrphanTests : IAsyncDisposable
{
    private const string UnknownLease = "0199aaaabbbb7ccc8dddeeeeffff0000";
    private static readonly ImmutableArray<string> Foreign = ["paygress-1005", "xpaygress-7", "paygress-1008"];
    private const string ForeignVolume = "paygress-1006-data";
    private readonly ProviderProcess _provider = new();

    public async ValueTask DisposeAsync()
    {
        await TestEngine.DockerAsync(["rm", "--force", .. Foreign]);
        await TestEngine.DockerAsync("volume", "rm", "--force", ForeignVolume);
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Sweep_ContainerOfNoLease_IsRemovedAndReportedWhileForeignThingsStay()
    {
        await _provider.StartAsync(
            ("Cleanup:OrphanGrace", "1s"), ("Cleanup:SweepInterval", "1s"), ("Provider:VmidRangeStart", "1005"), ("Provider:VmidRangeEnd", "1064"));
        await RunForeignAsync("paygress-1005");
        await RunForeignAsync("xpaygress-7");
        await RunForeignAsync("paygress-1008", "--label=io.paygress.host=ffffffffffffffffffffffffffffffff", $"--label=io.paygress.lease={UnknownLease}");
        await TestEngine.DockerAsync("volume", "create", ForeignVolume);
        await RunForeignAsync("paygress-1009", $"--label=io.paygress.host={_provider.InstanceId}", $"--label=io.paygress.lease={UnknownLease}", "--label=io.paygress.vmid=1009");

        var leases = await Task.WhenAll(_provider.Api.SpawnAsync("hello", 600), _provider.Api.SpawnAsync("hello", 600));
        await UntilGoneAsync("paygress-1009");

        leases.ShouldAllBe(l => l.State == "active");
        leases.Select(l => l.Vmid).ShouldNotContain(v => v == 1005 || v == 1006 || v == 1008);
        await _provider.UntilSaidAsync("paygress-1009 of lease");

        // What is foreign outlives sweeps, evictions, an expiry, a restart, a crash and a loss of the store.
        var before = await LookAtForeignAsync();
        await _provider.Api.ReleaseAsync(leases[0].LeaseId);
        await _provider.Api.UntilAsync(leases[0].LeaseId, l => l.EndedAt is not null);
        await _provider.Api.UntilAsync((await _provider.Api.SpawnAsync("hello", 1)).LeaseId, l => l.EndedAt is not null);
        await _provider.RestartAsync();
        await _provider.KillAsync();
        _provider.Site.LoseStore();
        await _provider.StartAgainAsync();
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);

        before.Length.ShouldBe(Foreign.Length);
        (await LookAtForeignAsync()).ShouldBe(before);
        (await TestEngine.ListAsync("volume", "ls", "--format={{.Name}}")).ShouldContain(ForeignVolume);
        (await _provider.Api.FindAsync(leases[1].LeaseId)).State.ShouldBe("active");
        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
    }

    // Names, ids and since when they run.
    private static async Task<ImmutableArray<string>> LookAtForeignAsync()
    {
        var seen = await TestEngine.ListAsync(["inspect", "--format={{.Name}} {{.Id}} {{.State.Running}} {{.State.StartedAt}}", .. Foreign]);
        return [.. seen.Order(StringComparer.Ordinal)];
    }

    private static Task<string> RunForeignAsync(string name, params ImmutableArray<string> options) =>
        TestEngine.DockerAsync(["run", "--detach", "--network=none", $"--name={name}", .. options, TestImages.Idle]);

    private static async Task UntilGoneAsync(string name)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((await TestEngine.ListAsync("ps", "--all", "--format={{.Names}}")).Contains(name))
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20), $"{name} is still there");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
