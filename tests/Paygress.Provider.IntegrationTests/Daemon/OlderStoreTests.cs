using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>A backup is put in the place of the store, and the files of leases are gone.</summary>
[Collection(DaemonCollection.Name)]
public sealed class OlderStoreTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();
    private readonly TempFolder _backup = new();

    private string Store => Path.Combine(_provider.Site.DataDirectory, "provider.db");

    private string Backup => Path.Combine(_backup.Path, "provider.db");

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();
        _backup.Dispose();
    }

    [Fact]
    public async Task Start_OlderStoreWithoutFiles_KeepsWhatWasMadeSince()
    {
        await _provider.StartAsync(("Cleanup:OrphanGrace", "1s"), ("Cleanup:SweepInterval", "1s"));
        var known = await _provider.Api.SpawnAsync("hello", 600);
        await _provider.StopAsync();
        File.Copy(Store, Backup);
        await _provider.StartAgainAsync();
        var (runs, stopped) = (await _provider.Api.SpawnAsync("hello", 600), await _provider.Api.SpawnAsync("hello", 600));
        await _provider.KillAsync();
        await TestEngine.DockerAsync("kill", $"paygress-{stopped.Vmid}");
        BringBack();

        await _provider.StartAgainAsync();
        await _provider.UntilSaidAsync("The store is an older copy");
        await _provider.UntilSaidAsync($"container paygress-{stopped.Vmid} of lease");

        // By then the copy has entries that are newer than what it missed.
        await _provider.RestartAsync();
        await _provider.UntilSaidAsync("The store is not the one that made what is on this host");
        await Eventually.IsSoAsync(
            () => _provider.Log.Count(l => l.Contains($"container paygress-{stopped.Vmid} of lease", StringComparison.Ordinal)) == 2, "it was not looked at again", TimeSpan.FromMinutes(1));

        var (rebuilt, same) = (await _provider.Api.FindAsync(runs.LeaseId), await _provider.Api.FindAsync(known.LeaseId));
        (rebuilt.State, rebuilt.Held, rebuilt.Vmid).ShouldBe(("active", true, runs.Vmid));
        (same.State, same.Held, same.ExpiresAt).ShouldBe(("active", false, known.ExpiresAt));
        (await TestEngine.InspectAsync("container", $"paygress-{stopped.Vmid}")).GetProperty("State").GetProperty("Running").GetBoolean().ShouldBeFalse();
        var remedies = (await _provider.Api.AuditAsync()).Findings.Select(f => f.Remedy).ToArray();
        remedies.ShouldContain($"paygress-provider confirm {runs.Vmid} [--for DURATION]");
        remedies.ShouldContain($"paygress-provider release {stopped.LeaseId}");

        foreach (var lease in new[] { runs, stopped, known })
        {
            (await _provider.CliAsync("release", lease.LeaseId)).ExitCode.ShouldBe(0);
        }

        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
    }

    private void BringBack()
    {
        _provider.Site.LoseStore(withLeaseFiles: true);
        File.Copy(Backup, Store);
    }
}
