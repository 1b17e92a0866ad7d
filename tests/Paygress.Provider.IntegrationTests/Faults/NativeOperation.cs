using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>What the daemon is asked to do while something goes wrong.</summary>
/// <param name="Arrange">Before the fault is armed; gives the lease that it is about, if there is one yet.</param>
/// <param name="Ask">May be asked twice: by a caller who heard no answer.</param>
/// <param name="Check">Waits until it came to its end, and fails when that is not as it must be.</param>
internal sealed record NativeOperation(
    string Name,
    Func<NativeRun, Task<LeaseMessage?>> Arrange,
    Func<NativeRun, LeaseMessage?, Task> Ask,
    Func<NativeRun, LeaseMessage?, Task> Check)
{
    private const int LongSeconds = 3600;
    private const int ShortSeconds = 5;
    private const int ExtensionSeconds = 600;

    public static NativeOperation[] All { get; } =
    [
        new("spawn", _ => NoLease, (run, _) => run.SpawnAsync(LongSeconds), (run, _) => CheckSpawnAsync(run)),
        new("extend", run => run.ArrangeAsync(LongSeconds), (run, lease) => run.ExtendAsync(lease!, ExtensionSeconds), (run, lease) => CheckExtendAsync(run, lease!)),
        new("release", run => run.ArrangeAsync(LongSeconds), (run, lease) => run.Api.ReleaseAsync(lease!.LeaseId), (run, lease) => CheckEndAsync(run, lease!, "released")),
        new("expire", run => run.ArrangeAsync(ShortSeconds), (_, _) => Task.CompletedTask, (run, lease) => CheckEndAsync(run, lease!, "expired")),
        new("restart", run => run.ArrangeAsync(LongSeconds), (run, lease) => KillContainerAsync(run, lease!), (run, lease) => CheckRestartAsync(run, lease!)),
        new("start", run => run.ArrangeAsync(LongSeconds), (_, _) => Task.CompletedTask, (run, lease) => CheckUnchangedAsync(run, lease!)) { IsStart = true },
        new("first start", _ => NoLease, (_, _) => Task.CompletedTask, (_, _) => Task.CompletedTask) { IsStart = true, IsFirst = true },
    ];

    private static Task<LeaseMessage?> NoLease => Task.FromResult<LeaseMessage?>(null);

    /// <summary>The fault is in the daemon's start.</summary>
    public bool IsStart { get; init; }

    /// <summary>And that is its first on this machine.</summary>
    public bool IsFirst { get; init; }

    private static async Task CheckSpawnAsync(NativeRun run)
    {
        var lease = await run.Api.FollowAsync(run.RequestId);
        lease.State.ShouldBeOneOf("active", "evicting", "failed");
        if (lease.State is "active")
        {
            (await NativeRun.IsRunningAsync(lease)).ShouldBeTrue("the container of an active lease does not run");
            lease.Restarts.ShouldBe(0);
        }
        else
        {
            lease.Code.ShouldNotBeNullOrEmpty("a refusal has a code");
            (await run.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null)).State.ShouldBe("failed");
        }
    }

    private static async Task CheckExtendAsync(NativeRun run, LeaseMessage lease) =>
        (await CheckUnchangedAsync(run, lease)).ExpiresAt.ShouldBe(lease.ExpiresAt!.Value.AddSeconds(ExtensionSeconds));

    private static async Task CheckEndAsync(NativeRun run, LeaseMessage lease, string reason)
    {
        var ended = await run.Api.UntilAsync(lease.LeaseId, l => l.EndedAt is not null);
        (ended.State, ended.EndReason).ShouldBe(("ended", reason));
        var death = await run.Watch.DeathAsync(lease.LeaseId);
        if (reason is "expired")
        {
            death.ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value, "it was ended early");
        }
    }

    private static async Task KillContainerAsync(NativeRun run, LeaseMessage lease)
    {
        if ((await run.Api.FindAsync(lease.LeaseId)).Restarts == 0 && run.Watch.Of(lease.LeaseId, "die").IsEmpty)
        {
            await TestEngine.DockerAsync("kill", $"paygress-{lease.Vmid}");
        }
    }

    private static async Task CheckRestartAsync(NativeRun run, LeaseMessage lease)
    {
        var again = await run.Api.UntilAsync(lease.LeaseId, l => l is { State: "active", Restarts: > 0, Container.Status: "running" });
        again.ExpiresAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(lease.ExpiresAt!.Value);
        (await NativeRun.IsRunningAsync(lease)).ShouldBeTrue("the container does not run again");
    }

    private static async Task<LeaseMessage> CheckUnchangedAsync(NativeRun run, LeaseMessage lease)
    {
        var after = await run.Api.FindAsync(lease.LeaseId);
        (after.State, after.Restarts).ShouldBe(("active", 0));
        run.Watch.Of(lease.LeaseId, "die").ShouldBeEmpty("its container died");
        (await NativeRun.IsRunningAsync(lease)).ShouldBeTrue("its container does not run");
        return after;
    }
}
