using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.UnitTests.Metrics;

public sealed class ProviderGaugesTests
{
    private readonly MetricsWorld _page = new();

    private World World => _page.World;

    [Fact]
    public async Task Read_Leases_AreWhatTheBooksHave()
    {
        var lease = await World.RunLeaseAsync();
        World.Books.Add(Some.Lease(LeaseState.Queued));

        var lines = await _page.ReadAsync();

        lines.ShouldContain("paygress_leases{state=\"active\"} 1");
        lines.ShouldContain("paygress_leases{state=\"queued\"} 1");
        lines.ShouldContain("paygress_leases{state=\"locked\"} 0");
        lines.ShouldContain($"paygress_sold_cpu_cores {lease.Workload.Tier.CpuMillicores / 1000.0}");
        lines.ShouldContain($"paygress_sold_memory_bytes {lease.Workload.Tier.MemoryBytes}");
        lines.ShouldContain($"paygress_next_expiry_timestamp_seconds {lease.ExpiresAt!.Value.ToUnixTimeSeconds()}");
    }

    [Fact]
    public async Task Read_Twice_ShowsWhatIsNow()
    {
        await World.RunLeaseAsync();
        await _page.ReadAsync();

        World.Time.Advance(TimeSpan.FromHours(1));
        await World.LeaseCleanup.ExpireDueAsync(World.Time.GetUtcNow(), World.Token);
        await World.EvictAsync();

        var lines = await _page.ReadAsync();
        lines.ShouldContain("paygress_leases{state=\"active\"} 0");
        lines.ShouldNotContain(l => l.StartsWith("paygress_next_expiry_timestamp_seconds ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Read_StartAndBuild_StayTheSameOverAStepOfTheWallClock()
    {
        var start = $"paygress_start_timestamp_seconds {Some.Now.ToUnixTimeSeconds()}";
        (await _page.ReadAsync()).ShouldContain(start);

        World.Time.Advance(TimeSpan.FromMilliseconds(1234));
        World.Clock.Skew = TimeSpan.FromHours(1);

        (await _page.ReadAsync()).ShouldContain(start);
        (await _page.ReadAsync()).ShouldContain("paygress_build_info{build=\"1.0\"} 1");
    }

    [Fact]
    public async Task Read_DockerSilent_AnswersAllTheSameAndSaysForHowLong()
    {
        World.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);
        await World.Reconciler.SweepOnceAsync(World.Token);
        var asked = World.Compute.Faults.Calls.Length;
        World.Time.Advance(TimeSpan.FromSeconds(90));

        (await _page.ReadAsync()).ShouldContain("paygress_docker_silent_seconds 90");

        World.Compute.Faults.Calls.Length.ShouldBe(asked);
    }

    [Fact]
    public async Task Read_LoopsAndOffers_AreOneOrZero()
    {
        _page.Health.Report("cleanup", TimeSpan.FromMinutes(1));
        _page.Health.Report("spawn", TimeSpan.FromMinutes(1), "broken");
        World.Support.Obstacles[HostCapability.EncryptedVolumes] = "no cryptsetup";
        await World.Books.Drain.SetAsync(true, World.Token);

        var lines = await _page.ReadAsync();

        lines.ShouldContain("paygress_loop_healthy{loop=\"cleanup\"} 1");
        lines.ShouldContain("paygress_loop_healthy{loop=\"spawn\"} 0");
        lines.ShouldContain("paygress_capability_offered{capability=\"data_volumes\"} 1");
        lines.ShouldContain("paygress_capability_offered{capability=\"encrypted_volumes\"} 0");
        lines.ShouldContain("paygress_draining 1");
    }

    [Fact]
    public async Task Read_Audit_IsTheLastThatTheHostAnswered()
    {
        (await _page.ReadAsync()).ShouldNotContain(l => l.StartsWith("paygress_audit_findings ", StringComparison.Ordinal));
        World.Books.Add(Some.Lease(LeaseState.Active, 1007, World.Time.GetUtcNow()));
        await _page.Audit.RunOnceAsync(World.Token);
        World.Time.Advance(TimeSpan.FromMinutes(5));
        World.Compute.Faults.Always(FaultScript.AnyVerb, HostFault.Unanswered);

        await _page.Audit.RunOnceAsync(World.Token);

        var lines = await _page.ReadAsync();
        _page.Audit.Last.ShouldNotBeNull().Findings.ShouldNotBeEmpty();
        lines.ShouldContain($"paygress_audit_findings {_page.Audit.Last!.Findings.Length}");
        lines.ShouldContain($"paygress_audit_last_timestamp_seconds {Some.Now.ToUnixTimeSeconds()}");
    }
}
