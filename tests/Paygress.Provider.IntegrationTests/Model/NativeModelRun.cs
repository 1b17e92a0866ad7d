using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Model;

/// <summary>Takes steps on a real daemon with a real dockerd, and compares at the end with what tenants were promised.</summary>
internal sealed class NativeModelRun : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly ProviderProcess _provider = new();
    private readonly SortedDictionary<int, NativeLease> _leases = [];
    private string _foreign = "";

    // All that was to run was running then.
    private DateTimeOffset _calmUntil;
    private ContainerWatch? _watch;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Takes these steps on a provider of its own; throws where a promise is broken or anything is left.</summary>
    public static async Task ReplayAsync(params ImmutableArray<NativeStep> steps)
    {
        await using var run = new NativeModelRun();
        await run.BeginAsync();
        for (var i = 0; i < steps.Length; i++)
        {
            await run.TakeAsync(steps[i], isCutShort: i + 1 < steps.Length && steps[i + 1].IsAbrupt);
        }

        await run.FinishAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_watch is not null)
        {
            await _watch.DisposeAsync();
        }

        if (_foreign.Length > 0)
        {
            await TestEngine.DockerAsync("rm", "--force", _foreign);
        }

        await _provider.DisposeAsync();
    }

    private async Task BeginAsync()
    {
        await _provider.StartAsync(("Cleanup:SweepInterval", "1s"), ("Cleanup:OrphanGrace", "3s"), ("Cleanup:SettleTime", "2s"));
        _watch = new ContainerWatch(_provider.InstanceId);
        _foreign = await TestEngine.DockerAsync("run", "--detach", "--restart=always", $"--name=paygress-{_provider.Site.FirstVmid + 1}", TestImages.Idle);
        _calmUntil = Now;
    }

    private async Task TakeAsync(NativeStep step, bool isCutShort)
    {
        await ApplyAsync(step);
        if (!isCutShort)
        {
            await SettleAsync();
        }
    }

    private Task ApplyAsync(NativeStep step) => step switch
    {
        NativeStep.Spawn s => SpawnAsync(s),
        NativeStep.Extend { Tenant: var t, Seconds: var s } => OfTenantAsync(t, l => ExtendAsync(l, s)),
        NativeStep.Release { Tenant: var t } => OfTenantAsync(t, ReleaseAsync),
        NativeStep.Kill { Tenant: var t } => OfTenantAsync(t, KillAsync),
        NativeStep.Pass { Seconds: var s } => Task.Delay(TimeSpan.FromSeconds(s), TimeProvider.System, Token),
        NativeStep.Crash { After: var ms } => CrashAsync(ms),
        NativeStep.Restart { After: var ms } => RestartAsync(ms),
        _ => RestartEngineAsync(),
    };

    private Task OfTenantAsync(int tenant, Func<NativeLease, Task> act) => _leases.TryGetValue(tenant, out var lease) ? act(lease) : Task.CompletedTask;

    private async Task SpawnAsync(NativeStep.Spawn step)
    {
        var known = _leases.GetValueOrDefault(step.Tenant);
        var request = new SpawnMessage { RequestId = $"tenant-{step.Tenant}", Template = "hello", DurationSeconds = known?.Seconds ?? step.Seconds };
        var lease = (await _provider.Api.SubmitAsync(request)).Lease;
        lease.LeaseId.ShouldBe(known?.Id ?? lease.LeaseId, "the same request is the same lease");
        _leases[step.Tenant] = known ?? new NativeLease(lease.LeaseId, lease.RequestId, step.Seconds);
    }

    private async Task ExtendAsync(NativeLease lease, int seconds)
    {
        var request = $$"""{"request_id": "extension-{{Guid.CreateVersion7(Now):N}}", "duration_seconds": {{seconds}}}""";
        var answer = await _provider.Api.PostAsync($"/v1/leases/{lease.Id}/extend", request);
        if ((int)answer.Status == 200)
        {
            lease.Extend(seconds);
            return;
        }

        answer.Code.ShouldBeOneOf("lease_expired", "not_active");
        var real = await _provider.Api.FindAsync(lease.Id);
        (real.State is "evicting" or "ended" or "failed" || real.ExpiresAt <= Now).ShouldBeTrue($"{lease.RequestId} is {real.State} and was not extended");
    }

    private async Task ReleaseAsync(NativeLease lease)
    {
        lease.Release(Now);
        var answer = await _provider.Api.ReleaseAsync(lease.Id);
        ((int)answer.Status is 200 or 202 || answer.Code == "lease_expired").ShouldBeTrue(answer.Body);
    }

    // By its id: another tenant may have the number by now.
    private async Task KillAsync(NativeLease lease)
    {
        if (await _provider.Api.FindAsync(lease.Id) is { State: "active", Container: { Status: "running", Id: { } container } })
        {
            lease.Kill();
            await TestEngine.TryDockerAsync("kill", container);
        }
    }

    private async Task CrashAsync(int after)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(after), TimeProvider.System, Token);
        await _provider.KillAsync();
        CutOff();
        await _provider.StartAgainAsync();
    }

    private async Task RestartAsync(int after)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(after), TimeProvider.System, Token);
        (await _provider.RestartAsync()).ShouldBe(0);
    }

    private async Task RestartEngineAsync()
    {
        CutOff();
        foreach (var lease in _leases.Values)
        {
            lease.StopEngine();
        }

        await EngineProcess.RestartAsync();
    }

    private void CutOff()
    {
        foreach (var lease in _leases.Values)
        {
            lease.MayFail = true;
        }
    }

    // Until each lease runs or is over.
    private async Task SettleAsync()
    {
        foreach (var lease in _leases.Values)
        {
            var real = await _provider.Api.UntilAsync(lease.Id, l => l.EndedAt is not null || l is { State: "active", OutageSince: null, Container.Status: "running" }, Patience);
            if (real.EndedAt is not null)
            {
                lease.SeeEnded(_calmUntil, Now);
            }
            else if (await TestEngine.TryDockerAsync("container", "inspect", "--format={{.State.StartedAt}} {{.State.FinishedAt}}", real.Container!.Id!) is { } times)
            {
                lease.SeeRunning(Parse(times, 0), Parse(times, 1), _calmUntil);
            }
        }

        _calmUntil = Now;
    }

    private static DateTimeOffset Parse(string times, int index) => DateTimeOffset.Parse(times.Split(' ')[index], CultureInfo.InvariantCulture);

    private async Task FinishAsync()
    {
        foreach (var lease in _leases.Values)
        {
            var ended = await _provider.Api.UntilAsync(lease.Id, l => l.EndedAt is not null, Patience);
            lease.Check(ended, _watch!.Of(lease.Id, "die")); // begun
        }

        var audit = await _provider.Api.AuditAsync();
        audit.Unanswered.ShouldBeEmpty();
        audit.Findings.ShouldBeEmpty();
        await _provider.CheckNothingLeftAsync();
        var foreign = await TestEngine.InspectAsync("container", _foreign);
        foreign.GetProperty("State").GetProperty("Running").GetBoolean().ShouldBeTrue("somebody else's container");
    }
}
