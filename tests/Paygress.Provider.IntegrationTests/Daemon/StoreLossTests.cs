using System.Collections.Immutable;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>The store and all files of leases are lost; what they made goes on.</summary>
[Collection(DaemonCollection.Name)]
public sealed class StoreLossTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();
    private readonly List<string> _foreign = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _foreign)
        {
            await TestEngine.DockerAsync("rm", "--force", name);
        }

        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Start_BooksAndFilesLost_LeasesRunOnHeldUntilAnOperatorDecides()
    {
        await _provider.StartAsync(("Cleanup:OrphanGrace", "1s"));
        var foreign = await RunForeignAsync(_provider.Site.FirstVmid + 50);
        var stays = await _provider.Api.SpawnAsync("hello", 600);
        var brief = await Task.WhenAll(_provider.Api.SpawnAsync("hello", 8), _provider.Api.SpawnAsync("idle", 8));
        LeaseMessage[] leases = [brief[0], stays, brief[1]];
        var before = await Task.WhenAll(leases.Select(LookAsync));

        await LoseAllAsync();
        await _provider.StartAgainAsync();
        foreach (var lease in leases)
        {
            await _provider.UntilSaidAsync($"Lease {lease.LeaseId} ({lease.Vmid}) of local was not in the books and is rebuilt");
        }

        await Task.Delay(TimeSpan.FromSeconds(9), TimeProvider.System, TestContext.Current.CancellationToken);

        // Past their ends: the same containers run, by the same processes, and say what they said before.
        (await Task.WhenAll(leases.Select(LookAsync))).ShouldBe(before);
        foreach (var lease in leases)
        {
            CheckRebuilt(await _provider.Api.FindAsync(lease.LeaseId), lease);
        }

        var audit = await _provider.Api.AuditAsync();
        audit.Findings.Select(f => f.Remedy).ShouldBe(leases.Select(l => $"paygress-provider confirm {l.Vmid} [--for DURATION]"), ignoreOrder: true);
        (await _provider.CliAsync("leases")).Output.ShouldContain("held");
        _provider.Log.Count(l => l.Contains("is rebuilt from its container", StringComparison.Ordinal)).ShouldBe(leases.Length);

        await CheckConfirmAsync(leases[0]);
        await CheckOverAsync(leases[2]);
        (await _provider.CliAsync("release", leases[1].LeaseId)).ExitCode.ShouldBe(0);
        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
        _provider.Files("data/volumes").ShouldBeEmpty();
        (await TestEngine.InspectAsync("container", foreign.Name)).GetProperty("State").GetProperty("Pid").GetInt32().ShouldBe(foreign.Pid);
    }

    [Fact]
    public async Task Start_WhatCannotBeRebuilt_IsStoppedKeptAndRemovedByReleaseAlone()
    {
        await _provider.StartAsync(("Cleanup:OrphanGrace", "1s"), ("Cleanup:SweepInterval", "1s"));
        var exited = await _provider.Api.SpawnAsync("hello", 600);
        await _provider.KillAsync();
        await TestEngine.DockerAsync("kill", $"paygress-{exited.Vmid}");
        _provider.Site.LoseStore(withLeaseFiles: true);
        var unreadable = exited.Vmid!.Value + 1;
        await TestEngine.DockerAsync(
            "run", "--detach", "--network=none", $"--name=paygress-{unreadable}", $"--label=io.paygress.host={_provider.InstanceId}", $"--label=io.paygress.vmid={unreadable}", TestImages.Idle);

        await _provider.StartAgainAsync();
        await _provider.UntilSaidAsync($"Container paygress-{unreadable} of lease");
        await _provider.UntilSaidAsync($"container paygress-{exited.Vmid} of lease");
        await UntilStoppedAsync($"paygress-{unreadable}");
        await _provider.RestartAsync();

        var audit = await _provider.Api.AuditAsync();
        audit.Findings.Where(f => f.Kind == "container").Select(f => f.Remedy).ShouldBe(
            [$"paygress-provider release {exited.LeaseId}", $"paygress-provider release {unreadable}"], ignoreOrder: true);
        (await _provider.OfOursAsync("ps", "--all", "--quiet")).Length.ShouldBe(2);
        var other = await _provider.Api.SpawnAsync("idle", 600);
        (other.State, other.Vmid == exited.Vmid || other.Vmid == unreadable).ShouldBe(("active", false));

        var released = await _provider.CliAsync("release", exited.LeaseId, "--json");
        released.ExitCode.ShouldBe(0, released.Error);
        released.Json.GetProperty("removed").EnumerateArray().Select(r => r.GetProperty("kind").GetString()).ShouldContain("image_file");
        (await _provider.CliAsync("release", $"{unreadable}")).Output.Trim().ShouldBe($"removed container paygress-{unreadable}");
        (await _provider.CliAsync("release", $"{unreadable}")).ExitCode.ShouldBe(4);
        (await _provider.Api.AuditAsync()).Findings.ShouldBeEmpty();
    }

    // Note, store, note gone; SQLite leaves no journal here. The moments with one are in StoreDamageTests.
    [Theory]
    [InlineData("CrashBefore", 1)]
    [InlineData("CrashAfter", 1)]
    [InlineData("CrashAfter", 2)]
    [InlineData("CrashAfter", 3)]
    public async Task Start_KilledWhileADamagedStoreIsSetAside_EndsItAtTheNextStart(string kind, int point)
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        await _provider.StopAsync();
        Damage();
        var plan = Path.Combine(_provider.Site.Root, "fail-points");
        _provider.SetEnvironment("PAYGRESS_FAIL_POINTS", plan);
        await File.WriteAllTextAsync(plan, $"SetStoreAside#{point} {kind}", TestContext.Current.CancellationToken);

        _provider.Launch();
        await _provider.ExitAsync();
        await _provider.StartAgainAsync();

        (await _provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
        var files = _provider.Files("data").Select(Path.GetFileName).ToImmutableArray();
        files.ShouldNotContain(f => f!.EndsWith("setting-aside", StringComparison.Ordinal));
        files.Count(f => f!.Contains(".damaged-", StringComparison.Ordinal) && !f.Contains("-shm", StringComparison.Ordinal) && !f.Contains("-wal", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task Run_StoreBreaksUnderIt_EndsAndRestoresAtTheNextStart()
    {
        await _provider.StartAsync();
        var lease = await _provider.Api.SpawnAsync("idle", 600);
        var before = await LookAsync(lease);
        await _provider.RestartAsync();
        Damage();

        await _provider.CliAsync("spawn", "--template", "idle", "--duration", "60s", "--no-wait");
        (await _provider.ExitAsync()).ShouldBe(1);
        await _provider.StartAgainAsync();

        var restored = await _provider.Api.FindAsync(lease.LeaseId);
        (restored.State, restored.Held, restored.ExpiresAt).ShouldBe(("active", false, lease.ExpiresAt));
        (await LookAsync(lease)).ShouldBe(before);
        _provider.Log.ShouldContain(l => l.Contains("found the store damaged", StringComparison.Ordinal));
    }

    private static void CheckRebuilt(LeaseMessage rebuilt, LeaseMessage before)
    {
        (rebuilt.State, rebuilt.Held, rebuilt.SecondsLeft).ShouldBe(("active", true, null));
        (rebuilt.Vmid, rebuilt.RequestId, rebuilt.Owner, rebuilt.Template, rebuilt.Tier, rebuilt.DataPath).ShouldBe(
            (before.Vmid, before.RequestId, before.Owner, before.Template, before.Tier, before.DataPath));
        rebuilt.Ports.ShouldBe(before.Ports);
        (rebuilt.ExpiresAt!.Value - before.ExpiresAt!.Value).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    private async Task CheckConfirmAsync(LeaseMessage lease)
    {
        var said = TimeProvider.System.GetUtcNow();
        (await _provider.CliAsync("confirm", $"{lease.Vmid}", "--for", "10s")).ExitCode.ShouldBe(0);
        (await _provider.Api.PostAsync($"/v1/leases/{lease.LeaseId}/confirm", "{}")).Body.ShouldContain("not_held");

        var ended = await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null);
        ended.EndReason.ShouldBe("expired");
        (ended.EndedAt!.Value - said).ShouldBeInRange(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(17));
    }

    private async Task CheckOverAsync(LeaseMessage lease)
    {
        (await _provider.CliAsync("confirm", $"{lease.Vmid}")).Output.ShouldContain("is being taken down");
        (await _provider.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null)).EndReason.ShouldBe("expired");
    }

    private async Task LoseAllAsync()
    {
        await _provider.KillAsync();
        _provider.Site.LoseStore(withLeaseFiles: true);
    }

    // Whole after a stop, the store has nothing in a journal that would mend it.
    private void Damage()
    {
        var store = Path.Combine(_provider.Site.DataDirectory, "provider.db");
        File.WriteAllText(store, new string('x', (int)new FileInfo(store).Length));
    }

    // Named like ours, without our label.
    private async Task<(string Name, int Pid)> RunForeignAsync(int vmid)
    {
        var name = $"paygress-{vmid}";
        _foreign.Add(name);
        await TestEngine.DockerAsync("run", "--detach", "--network=none", $"--name={name}", TestImages.Idle);
        return (name, (await TestEngine.InspectAsync("container", name)).GetProperty("State").GetProperty("Pid").GetInt32());
    }

    private static async Task<(string Id, int Pid, string StartedAt)> LookAsync(LeaseMessage lease)
    {
        var container = await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}");
        var state = container.GetProperty("State");
        return (Text(container, "Id"), state.GetProperty("Pid").GetInt32(), Text(state, "StartedAt"));
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static async Task UntilStoppedAsync(string name)
    {
        var start = TimeProvider.System.GetTimestamp();
        while ((await TestEngine.InspectAsync("container", name)).GetProperty("State").GetProperty("Running").GetBoolean())
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(30), $"{name} still runs");
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
