using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>What one provider has for itself: directories, network, vmids and ports. Two providers of a run never share any.</summary>
internal sealed class TestSite
{
    private const int Sites = 60;
    private const int PortsEach = 200;
    private const int VmidsEach = 100;
    private static int _count;

    public TestSite()
    {
        Number = Interlocked.Increment(ref _count) % Sites;
        Root = Directory.CreateDirectory(Path.Combine(TestEngine.Root, "site-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N")[..16])).FullName;
    }

    public int Number { get; }

    public string Root { get; }

    public string DataDirectory => Path.Combine(Root, "data");

    public string RuntimeDirectory => Path.Combine(Root, "run");

    public string Socket => Path.Combine(RuntimeDirectory, "provider.sock");

    public string ConfigFile => Path.Combine(Root, "appsettings.json");

    public string Network => $"pgt{Number}";

    public int FirstVmid => 100_000 + (Number * VmidsEach);

    public int FirstPort => 20_000 + (Number * PortsEach);

    /// <summary>Deletes the store, and with it the files of leases if asked. The daemon is down.</summary>
    public void LoseStore(bool withLeaseFiles = false)
    {
        var leases = Path.Combine(DataDirectory, "leases");
        string[] lost = [.. Directory.GetFiles(DataDirectory, "provider.db*"), .. withLeaseFiles && Directory.Exists(leases) ? Directory.GetFiles(leases) : []];
        Array.ForEach(lost, File.Delete);
    }

    /// <summary>Writes the provider's configuration.</summary>
    /// <param name="settings">By their keys, as <c>Leases:MinimumDuration</c>; they win over what tests get by default.</param>
    public void WriteConfig(params ImmutableArray<(string Key, string Value)> settings)
    {
        var root = new JsonObject();
        foreach (var (key, value) in Defaults().Concat(settings))
        {
            var path = key.Split(':');
            var section = path[..^1].Aggregate(root, (node, name) => (JsonObject)(node[name] ??= new JsonObject()));
            section[path[^1]] = value;
        }

        File.WriteAllText(ConfigFile, root.ToJsonString(new JsonSerializerOptions { WriteIndented = true, TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver }));
    }

    private IEnumerable<(string Key, string Value)> Defaults() =>
    [
        ("Provider:Name", "test"),
        ("Provider:DataDirectory", DataDirectory),
        ("Provider:RuntimeDirectory", RuntimeDirectory),
        ("Provider:VmidRangeStart", $"{FirstVmid}"),
        ("Provider:VmidRangeEnd", $"{FirstVmid + VmidsEach - 1}"),
        ("Docker:Program", TestEngine.Program),
        ("Docker:Network", Network),
        ("Docker:Bridge", Network),
        ("Docker:Subnet", $"10.214.{Number}.0/24"),
        ("Docker:BindAddress", "127.0.0.1"),
        ("Docker:PullPolicy", "never"),

        // What tests of it turn on again.
        ("Network:Isolation", "off"),
        ("Trial:AtFirstStart", "false"),
        ("Ports:RangeStart", $"{FirstPort}"),
        ("Ports:RangeEnd", $"{FirstPort + PortsEach - 1}"),
        ("Leases:MinimumDuration", "1s"),
        ("Cleanup:SettleTime", "3s"),
        ("Cleanup:SweepInterval", "5s"),

        // More than the machine has: what a test sells is bound by the test.
        ("Capacity:Cpu", "64000"),
        ("Capacity:MaxLeases", "50"),
        ("Logging:Target", "console"),
        ("Logging:Level", "debug"),
        ("Templates:stubborn:Image", TestImages.Stubborn),
        ("Templates:failing:Image", TestImages.Failing),
        ("Templates:done:Image", TestImages.Done),
        ("Templates:idle:Image", TestImages.Idle),
    ];
}
