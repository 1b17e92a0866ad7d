using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>What a tenant reaches, and what not: on a real bridge, with a world outside that counts packets.</summary>
[Collection(DaemonCollection.Name)]
public sealed class IsolationTests : IAsyncLifetime
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    // Of those that it was shown with, PAYGRESS_TEST_STARTS=300, a run among all tests takes some.
    private static readonly int Starts = int.Parse(Environment.GetEnvironmentVariable("PAYGRESS_TEST_STARTS") ?? "60", CultureInfo.InvariantCulture);

    private readonly ProviderProcess _provider = new();
    private readonly TcpListener _onHost = new(IPAddress.Any, 0);
    private readonly CancellationTokenSource _end = new();
    private OutsideWorld? _outside;
    private int _hitsOnHost;

    private OutsideWorld Outside => _outside!; // opened before each test

    private int HostPort => ((IPEndPoint)_onHost.LocalEndpoint).Port;

    private string Gateway => $"10.214.{_provider.Site.Number}.1";

    public async ValueTask InitializeAsync()
    {
        _outside = await OutsideWorld.OpenAsync();
        _onHost.Start();
        _ = CountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _onHost.Stop();
        await Outside.DisposeAsync();
        await GuardedNetwork.EndAsync(_provider);
        _end.Dispose();
    }

    [Fact]
    public async Task Tenant_ReachesTheWorldAndIsReached_AndNothingElse()
    {
        await StartAsync(("Docker:BindAddress", "0.0.0.0"));
        var tenant = await _provider.Api.SpawnAsync("idle", 600);
        var neighbour = await _provider.Api.SpawnAsync("hello", 600);
        var watched = await WatchNeighbourAsync(neighbour);

        (await CallAsync(tenant, $"{OutsideWorld.Public}:80")).ShouldBeTrue("tenants have the internet");
        (await Outside.PacketsToAsync(OutsideWorld.Public)).ShouldBePositive();
        ImmutableArray<string> refused =
        [
            .. OutsideWorld.Forbidden.Select(address => $"{address}:80"),
            $"{Gateway}:{HostPort}", $"{OutsideWorld.Machine}:{HostPort}",
            $"{neighbour.Container!.Ip}:8080", $"{OutsideWorld.Machine}:{neighbour.Ports[0].HostPort}", $"{OutsideWorld.Public}:53",
        ];
        foreach (var target in refused)
        {
            (await CallAsync(tenant, target)).ShouldBeFalse(target);
        }

        await CallAsync(tenant, $"{OutsideWorld.NameServer}:53");
        (await Outside.PacketsToAsync(OutsideWorld.NameServer)).ShouldBePositive("its name server is reached");
        await CheckNobodySawAsync(watched);

        // Somebody in a private network whom no tenant reaches, reaches a lease.
        (await Outside.InsideAsync("curl", "--silent", "--max-time", "10", "--interface", OutsideWorld.Neighbourhood, $"http://{OutsideWorld.Machine}:{neighbour.Ports[0].HostPort}/none", "--output", "/dev/null", "--write-out", "%{http_code}"))
            .ShouldBe("404");
    }

    [Fact]
    public async Task FirewallIsFlushed_AgainAndAgainUnderLoad_NobodyIsReachedAndTheRulesAreBack()
    {
        await StartAsync();
        var neighbour = await _provider.Api.SpawnAsync("hello", 600);
        var watched = await WatchNeighbourAsync(neighbour);
        await AddCallersAsync(neighbour.Container!.Ip!);
        var callers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SpawnCallerAsync()));
        await Task.WhenAll(callers.Select(UntilCalledAsync));

        try
        {
            await FlushAsync(times: 10);
            // Said of the first flush, it may not be so yet after the last.
            await _provider.UntilSaidAsync("firewall was taken away and is back");
            await Eventually.IsSoAsync(async () => (await TestEngine.ListTablesAsync()).Contains($"table inet paygress_{_provider.Site.Network}"), "the rules are not back");
            await CheckNobodySawAsync(watched);

            // With docker's own rules gone, nothing new is taken; what runs goes on.
            await UntilCheckedAsync("docker's rules");
            (await _provider.Api.SubmitAsync("idle", 600)).Body.ShouldContain("backend_unavailable");
            (await _provider.Api.FindAsync(callers[0].LeaseId)).State.ShouldBe("active");
        }
        finally
        {
            await EngineProcess.RestartAsync();
        }

        await UntilCheckedAsync("firewall, routes and bridge ports keep tenants from");
        (await _provider.Api.SpawnAsync("idle", 600)).State.ShouldBe("active");
    }

    // The two layers that are no firewall stand alone for a moment.
    [Fact]
    public async Task FirewallIsFlushedAndItsHolderKilled_PrivateNetworksAndNeighboursAreNotReached()
    {
        await StartAsync();
        var neighbour = await _provider.Api.SpawnAsync("hello", 600);
        var watched = await WatchNeighbourAsync(neighbour);
        await AddCallersAsync(neighbour.Container!.Ip!);
        await UntilCalledAsync(await SpawnCallerAsync());

        try
        {
            for (var round = 0; round < 5; round++)
            {
                await LoseFirewallAsync();
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
                (await TestEngine.ListTablesAsync()).ShouldNotContain(table => table.Contains("paygress", StringComparison.Ordinal));
                _provider.Signal(SigCont);
                await UntilHeldAsync();
            }

            await CheckNobodyInPrivateSawAsync(watched);
        }
        finally
        {
            await EngineProcess.RestartAsync();
        }
    }

    [Fact]
    public async Task FirewallIsBack_ConnectionThatWasBegunWithoutIt_IsCutOff()
    {
        await StartAsync();
        var tenant = await _provider.Api.SpawnAsync("idle", 600);
        using var listener = new TcpListener(IPAddress.Any, 0);
        listener.Start();

        try
        {
            await LoseFirewallAsync();
            await TestEngine.DockerAsync("exec", "--detach", $"paygress-{tenant.Vmid}", "sh", "-c", $"while busybox sleep 1; do echo x; done | busybox nc {Gateway} {((IPEndPoint)listener.LocalEndpoint).Port}");
            using var caller = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
            await Eventually.IsSoAsync(() => caller.Available > 0, "nothing comes");

            _provider.Signal(SigCont);
            await UntilHeldAsync();
            var before = caller.Available;
            await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System, TestContext.Current.CancellationToken);
            caller.Available.ShouldBe(before);
        }
        finally
        {
            await EngineProcess.RestartAsync();
        }
    }

    [Fact]
    public async Task Tenant_HoldsConnectionsWithoutEnd_HasNoMoreThanItMay()
    {
        await StartAsync(("Network:MaxConnections", "40"), ("Network:NewConnectionsPerSecond", "1000"));
        var (tenant, neighbour) = (await _provider.Api.SpawnAsync("idle", 600), await _provider.Api.SpawnAsync("idle", 600));

        await FloodAsync(tenant, 120, $"busybox sleep 60 | busybox nc {OutsideWorld.Public} 80");

        await Eventually.IsSoAsync(async () => await CountHeldAsync() >= 40, "the connections are not made");
        (await CountHeldAsync()).ShouldBe(40);
        (await CallAsync(tenant, $"{OutsideWorld.Public}:80")).ShouldBeFalse("it has as many as it may");
        (await CallAsync(neighbour, $"{OutsideWorld.Public}:80")).ShouldBeTrue("each container has its own");
    }

    [Fact]
    public async Task Tenant_CallsTooOften_IsSlowedDown()
    {
        await StartAsync(("Network:MaxConnections", "1000"), ("Network:NewConnectionsPerSecond", "10"));
        var tenant = await _provider.Api.SpawnAsync("idle", 600);

        var began = TimeProvider.System.GetTimestamp();
        await FloodAsync(tenant, 100, $"busybox sleep 60 | busybox nc {OutsideWorld.Public} 80");
        await Eventually.IsSoAsync(async () => await CountHeldAsync() >= 5, "the connections are not made");
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, TestContext.Current.CancellationToken);

        // The first ones at once, half of what a second allows. Counted first: who looks takes time too.
        var held = await CountHeldAsync();
        var most = 5 + (10 * TimeProvider.System.GetElapsedTime(began).TotalSeconds);
        ((double)held).ShouldBeInRange(5, most);
    }

    // A container's first process may be quicker than whoever guards its port.
    [Fact]
    public async Task Start_AgainAndAgain_FirstCallOutReachesNobody()
    {
        await StartAsync(("Spawn:Concurrency", "4"));
        var neighbour = await _provider.Api.SpawnAsync("hello", 3600);
        var watched = await WatchNeighbourAsync(neighbour);
        await AddCallersAsync(neighbour.Container!.Ip!);

        // Each waits for seconds, for answers that must not come.
        await Parallel.ForAsync(0, Starts, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            var lease = await SpawnCallerAsync();
            await UntilCalledAsync(lease);
            (await _provider.Api.ReleaseAsync(lease.LeaseId)).Status.ShouldBe(HttpStatusCode.OK);
        });

        (await Outside.PacketsToAsync(OutsideWorld.Public)).ShouldBeGreaterThanOrEqualTo(Starts, "they did call");
        await CheckNobodySawAsync(watched);
    }

    private Task StartAsync(params ImmutableArray<(string Key, string Value)> settings) => _provider.StartAsync([("Network:Isolation", "required"), .. settings]);

    // Their targets are known only now.
    private async Task AddCallersAsync(string neighbour)
    {
        var targets = string.Join(' ', OutsideWorld.Forbidden.Select(a => $"{a}:80").Concat([$"{Gateway}:{HostPort}", $"{OutsideWorld.Machine}:{HostPort}", $"{neighbour}:8080", $"{OutsideWorld.Public}:80"]));
        _provider.Site.WriteConfig(
            ("Network:Isolation", "required"), ("Templates:caller:Image", TestImages.Caller), ("Templates:caller:Env:TARGETS", targets),
            ("Tiers:quick:CpuMillicores", "2000"), ("Tiers:quick:MemoryMb", "64"), ("Tiers:quick:StorageGb", "1"), ("Tiers:quick:RateMsat", "1"));
        await _provider.RestartAsync();
    }

    private async Task<LeaseMessage> SpawnCallerAsync()
    {
        var answer = await _provider.Api.SubmitAsync(new SpawnMessage { Template = "caller", Tier = "quick", DurationSeconds = 600 });
        var lease = await _provider.Api.FollowAsync(answer.Lease.RequestId);
        lease.State.ShouldBe("active", lease.LastError);
        return lease;
    }

    // Followed, not asked again and again: a client of docker costs as much as the calls that are waited for.
    private static Task UntilCalledAsync(LeaseMessage caller) =>
        TestEngine.RunAsync("bash", "-c", $"grep --quiet --max-count=1 called < <('{TestEngine.Program}' logs --follow paygress-{caller.Vmid} 2> /dev/null)");

    // Not wget: busybox's own, linked statically, does not survive its first look at a name.
    private static async Task<bool> CallAsync(LeaseMessage tenant, string target) => await TestEngine.TryDockerAsync(
        "exec", $"paygress-{tenant.Vmid}", "sh", "-c", $"busybox printf 'GET /none HTTP/1.0\\r\\n\\r\\n' | busybox nc -w 3 {target.Replace(':', ' ')} | busybox grep -q HTTP") is not null;

    private static Task<string> FloodAsync(LeaseMessage tenant, int times, string call) =>
        TestEngine.DockerAsync("exec", "--detach", $"paygress-{tenant.Vmid}", "sh", "-c", $"for i in $(busybox seq {times}); do {call} & done; wait");

    private async Task<int> CountHeldAsync() =>
        (await Outside.InsideAsync("ss", "--no-header", "--tcp", "--numeric", "state", "established")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length;

    // The guard does not see it until it goes on.
    private async Task LoseFirewallAsync()
    {
        _provider.Signal(SigStop);
        await TestEngine.RunAsync("pkill", "-KILL", "--parent", _provider.Pid.ToString(CultureInfo.InvariantCulture), "--full", "nft -i");
        await TestEngine.RunAsync("nft", "flush", "ruleset");
    }

    private static async Task FlushAsync(int times)
    {
        for (var round = 0; round < times; round++)
        {
            await TestEngine.RunAsync("iptables", "-F");
            await TestEngine.RunAsync("iptables", "-t", "nat", "-F");
            await TestEngine.RunAsync("nft", "flush", "ruleset");
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }

    private async Task CheckNobodySawAsync(int neighbour)
    {
        await CheckNobodyInPrivateSawAsync(neighbour);
        _hitsOnHost.ShouldBe(0, "this machine");
    }

    private async Task CheckNobodyInPrivateSawAsync(int neighbour)
    {
        foreach (var address in OutsideWorld.Forbidden)
        {
            (await Outside.PacketsToAsync(address)).ShouldBe(0, address);
        }

        (await PacketsAsync(neighbour)).ShouldBe(0, "the neighbour");
    }

    // In the neighbour's own namespace, where no flush of the machine's firewall comes. The machine itself may look at the page.
    private async Task<int> WatchNeighbourAsync(LeaseMessage neighbour)
    {
        var pid = (await TestEngine.InspectAsync("container", $"paygress-{neighbour.Vmid}")).GetProperty("State").GetProperty("Pid").GetInt32();
        await InsideAsync(pid, $"nft 'add table inet seen; add chain inet seen in {{ type filter hook prerouting priority -300; }}; add rule inet seen in tcp dport 8080 ip saddr != {Gateway} counter'");
        return pid;
    }

    private static async Task<int> PacketsAsync(int pid) =>
        int.Parse((await InsideAsync(pid, "nft list chain inet seen in | grep -o 'packets [0-9]*'"))["packets ".Length..], CultureInfo.InvariantCulture);

    private static Task<string> InsideAsync(int pid, string script) =>
        TestEngine.RunAsync("nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), "--net", "--", "sh", "-c", script);

    private Task UntilCheckedAsync(string text) => Eventually.IsSoAsync(async () => (await _provider.CliAsync("check", "--config", _provider.Site.ConfigFile)).Output.Contains(text, StringComparison.Ordinal), $"check does not say: {text}");

    private static Task UntilHeldAsync() => Eventually.IsSoAsync(async () => (await TestEngine.ListTablesAsync()).Any(table => table.EndsWith("_held", StringComparison.Ordinal)), "the rules are not held again");

    private async Task CountAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                using var caller = await _onHost.AcceptSocketAsync(_end.Token);
                Interlocked.Increment(ref _hitsOnHost);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }
}
