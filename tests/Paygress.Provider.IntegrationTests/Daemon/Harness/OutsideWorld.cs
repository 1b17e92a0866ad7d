using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>
/// All that is beyond the machine: a network namespace with public and private addresses, which answers on port 80 and counts every
/// packet that reaches it. Nothing of it leaves the machine, as the engine's own network has no other way out.
/// </summary>
#pragma warning disable RS0030 // Its processes go on until the test ends them.
internal sealed class OutsideWorld : IAsyncDisposable
{
    /// <summary>A public address.</summary>
    public const string Public = "203.0.113.9";

    /// <summary>A name server.</summary>
    public const string NameServer = "9.9.9.9";

    /// <summary>Somebody in a private network, to which this machine has a route.</summary>
    public const string Neighbourhood = "10.99.0.1";

    /// <summary>The address by which it sees this machine.</summary>
    public const string Machine = "198.51.100.1";

    private const string Gateway = "198.51.100.2";
    private const string Link = "pgout0";

    /// <summary>What no tenant may reach: cloud metadata, private networks, carrier NAT.</summary>
    public static readonly ImmutableArray<string> Forbidden = ["169.254.169.254", Neighbourhood, "192.168.99.1", "172.16.9.9", "100.64.9.9"];

    private readonly string _folder = Directory.CreateDirectory(Path.Combine(TestEngine.Root, "outside")).FullName;
    private readonly Process _holder;
    private Process? _server;

    private OutsideWorld() => _holder = Process.Start("unshare", ["--net", "sleep", "infinity"]);

    public static async Task<OutsideWorld> OpenAsync()
    {
        var world = new OutsideWorld();
        await world.ConnectAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _server, _holder }.OfType<Process>())
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        // Its end takes the link away, but only some time later.
        await TestEngine.RunAsync("sh", "-c", $"ip link delete {Link} 2> /dev/null || true");
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>How many packets have reached one of its addresses.</summary>
    public async Task<long> PacketsToAsync(string address)
    {
        using var listed = JsonDocument.Parse(await InsideAsync("nft", "-j", "list", "counter", "inet", "seen", NameOf(address)));
        return listed.RootElement.GetProperty("nftables").EnumerateArray().Last().GetProperty("counter").GetProperty("packets").GetInt64();
    }

    /// <summary>Runs a program there.</summary>
    public Task<string> InsideAsync(params ImmutableArray<string> command) =>
        TestEngine.RunAsync("nsenter", ["--target", _holder.Id.ToString(CultureInfo.InvariantCulture), "--net", "--", .. command]);

    private async Task ConnectAsync()
    {
        ImmutableArray<string> addresses = [Public, NameServer, .. Forbidden];
        var pid = _holder.Id.ToString(CultureInfo.InvariantCulture);

        // The process is ours before the namespace is its own.
        await TestEngine.RunAsync("sh", "-c", $"until [ \"$(readlink /proc/{pid}/ns/net)\" != \"$(readlink /proc/self/ns/net)\" ]; do sleep 0.01; done");
        await TestEngine.RunAsync("ip", "link", "add", Link, "type", "veth", "peer", "name", "eth0", "netns", pid);
        await TestEngine.RunAsync("ip", "address", "add", $"{Machine}/24", "dev", Link);
        await TestEngine.RunAsync("ip", "link", "set", Link, "up");
        await InsideAsync("sh", "-c", $"ip link set lo up; ip address add {Gateway}/24 dev eth0; ip link set eth0 up; ip route add default via {Machine}");
        foreach (var address in addresses)
        {
            await InsideAsync("ip", "address", "add", $"{address}/32", "dev", "lo");
            await TestEngine.RunAsync("ip", "route", "add", $"{address}/32", "via", Gateway);
        }

        var counters = string.Concat(addresses.Select(a => $"counter {NameOf(a)} {{ }}\n"));
        var rules = string.Concat(addresses.Select(a => $"ip daddr {a} counter name {NameOf(a)}\n"));
        var file = Path.Combine(_folder, "seen.nft");
        await File.WriteAllTextAsync(file, $"table inet seen {{\n{counters}chain in {{\ntype filter hook prerouting priority -300;\n{rules}}}\n}}\n");
        await InsideAsync("nft", "-f", file);
        await File.WriteAllTextAsync(Path.Combine(_folder, "index.html"), "the world\n");
        _server = Process.Start("nsenter", ["--target", pid, "--net", "--", "busybox", "httpd", "-f", "-p", "80", "-h", _folder]);
    }

    private static string NameOf(string address) => "to_" + address.Replace('.', '_');
}
#pragma warning restore RS0030
