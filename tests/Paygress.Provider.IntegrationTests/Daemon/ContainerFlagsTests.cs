using System.Text;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class ContainerFlagsTests : IAsyncDisposable
{
    private const string Secret = "hunter2-never-in-an-argument";
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Spawn_FullRequest_GivesTheContainerEveryFlag()
    {
        await _provider.StartAsync(
            ("Tiers:odd:CpuMillicores", "1234"), ("Tiers:odd:MemoryMb", "96"), ("Tiers:odd:StorageGb", "1"), ("Tiers:odd:RateMsat", "1"),
            ("Templates:full:Image", TestImages.Idle), ("Templates:full:Ports:0", "8080/tcp http"), ("Templates:full:Ports:1", "5353/udp dns"), ("Templates:full:DataPath", "/data"),
            ("Docker:PidsLimit", "77"), ("Docker:LogMaxSizeMb", "3"), ("Docker:LogMaxFiles", "2"));

        var (lease, container) = await SpawnAsync("full", "odd");

        var name = $"paygress-{lease.Vmid}";
        var config = container.GetProperty("Config");
        container.GetProperty("Name").GetString().ShouldBe("/" + name);
        config.GetProperty("Hostname").GetString().ShouldBe(name);
        Texts(config.GetProperty("Env")).ShouldContain($"SECRET={Secret}");
        container.GetProperty("Image").GetString().ShouldBe((await TestEngine.InspectAsync("image", TestImages.Idle)).GetProperty("Id").GetString());
        config.GetProperty("Image").GetString().ShouldStartWith("sha256:");
        CheckLabels(lease, config.GetProperty("Labels"));
        CheckLimits(container.GetProperty("HostConfig"));
        CheckNetwork(lease, container);
        await CheckVolumeAsync(name, container);
    }

    [Fact]
    public async Task Spawn_TemplateWithItsOwnTerms_GivesThoseToTheContainer()
    {
        await _provider.StartAsync(
            ("Templates:own:Image", TestImages.Idle), ("Templates:own:Init", "false"), ("Templates:own:Capabilities:0", "NET_RAW"), ("Templates:own:Ulimits:0", "nofile=1024:2048"));

        var (_, container) = await SpawnAsync("own", "tiny");

        var host = container.GetProperty("HostConfig");
        (host.TryGetProperty("Init", out var init) && init.ValueKind is JsonValueKind.True).ShouldBeFalse();
        Texts(host.GetProperty("CapAdd")).Select(c => c.Replace("CAP_", "", StringComparison.Ordinal)).ShouldBe(["NET_RAW"]);
        host.GetProperty("Ulimits")[0].GetProperty("Soft").GetInt32().ShouldBe(1024);
        host.GetProperty("Ulimits")[0].GetProperty("Hard").GetInt32().ShouldBe(2048);
        host.GetProperty("NanoCpus").GetInt64().ShouldBe(100_000_000);
        container.GetProperty("Mounts").GetArrayLength().ShouldBe(0);
    }

    private async Task<(LeaseMessage Lease, JsonElement Container)> SpawnAsync(string template, string tier)
    {
        using var stop = new CancellationTokenSource();
        var looking = Task.Run(() => FindSecretInProcesses(stop.Token), TestContext.Current.CancellationToken);
        var accepted = await _provider.Api.SubmitAsync(new SpawnMessage { Template = template, Tier = tier, DurationSeconds = 600, Owner = "npub1test", Env = new() { ["SECRET"] = Secret } });
        var lease = await _provider.Api.FollowAsync(accepted.Lease.RequestId);
        await stop.CancelAsync();

        lease.State.ShouldBe("active", lease.LastError);
        (await looking).ShouldBeNull();
        Directory.GetFiles(Path.Combine(_provider.Site.DataDirectory, "requests")).ShouldBeEmpty();
        _provider.Log.ShouldNotContain(line => line.Contains(Secret, StringComparison.Ordinal));
        return (lease, await TestEngine.InspectAsync("container", $"paygress-{lease.Vmid}"));
    }

    private void CheckLabels(LeaseMessage lease, JsonElement labels)
    {
        var expected = new Dictionary<string, string>
        {
            ["io.paygress.host"] = _provider.InstanceId,
            ["io.paygress.lease"] = lease.LeaseId,
            ["io.paygress.vmid"] = $"{lease.Vmid}",
            ["io.paygress.owner"] = "npub1test",
            ["io.paygress.tier"] = "odd",
            ["io.paygress.template"] = "full",
            ["io.paygress.request"] = lease.RequestId,
            ["io.paygress.data-path"] = "/data",
            ["io.paygress.duration-seconds"] = "600",
        };
        labels.EnumerateObject().Where(l => l.Name.StartsWith("io.paygress.", StringComparison.Ordinal)).ToDictionary(l => l.Name, l => l.Value.GetString()!)
            .ShouldBe(expected, ignoreOrder: true);
    }

    private static void CheckLimits(JsonElement host)
    {
        host.GetProperty("RestartPolicy").GetProperty("Name").GetString().ShouldBe("no");
        host.GetProperty("Init").GetBoolean().ShouldBeTrue();
        host.GetProperty("NanoCpus").GetInt64().ShouldBe(1_234_000_000);
        host.GetProperty("Memory").GetInt64().ShouldBe(96L << 20);
        host.GetProperty("MemorySwap").GetInt64().ShouldBe(96L << 20);
        host.GetProperty("PidsLimit").GetInt64().ShouldBe(77);
        host.GetProperty("Privileged").GetBoolean().ShouldBeFalse();
        Texts(host.GetProperty("SecurityOpt")).ShouldBe(["no-new-privileges"]);
        Texts(host.GetProperty("CapDrop")).ShouldBe(["ALL"]);
        Texts(host.GetProperty("CapAdd")).Select(c => c.Replace("CAP_", "", StringComparison.Ordinal))
            .ShouldBe(["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETUID", "SETGID", "KILL", "NET_BIND_SERVICE"], ignoreOrder: true);
        host.GetProperty("LogConfig").GetProperty("Type").GetString().ShouldBe("local");
        host.GetProperty("LogConfig").GetProperty("Config").GetProperty("max-size").GetString().ShouldBe("3m");
        host.GetProperty("LogConfig").GetProperty("Config").GetProperty("max-file").GetString().ShouldBe("2");
    }

    private void CheckNetwork(LeaseMessage lease, JsonElement container)
    {
        container.GetProperty("HostConfig").GetProperty("NetworkMode").GetString().ShouldBe(_provider.Site.Network);
        var networks = container.GetProperty("NetworkSettings").GetProperty("Networks");
        networks.EnumerateObject().Select(n => n.Name).ShouldBe([_provider.Site.Network]);
        networks.GetProperty(_provider.Site.Network).GetProperty("IPAddress").GetString().ShouldBe(lease.Container!.Ip);

        var bindings = container.GetProperty("HostConfig").GetProperty("PortBindings");
        lease.Ports.Select(p => $"{p.ContainerPort}/{p.Protocol}").ShouldBe(["8080/tcp", "5353/udp"]);
        bindings.EnumerateObject().Count().ShouldBe(lease.Ports.Count);
        foreach (var port in lease.Ports)
        {
            var binding = bindings.GetProperty($"{port.ContainerPort}/{port.Protocol}").EnumerateArray().Single();
            binding.GetProperty("HostIp").GetString().ShouldBe("127.0.0.1");
            binding.GetProperty("HostPort").GetString().ShouldBe($"{port.HostPort}");
        }
    }

    private async Task CheckVolumeAsync(string name, JsonElement container)
    {
        var mount = container.GetProperty("Mounts").EnumerateArray().Single();
        mount.GetProperty("Type").GetString().ShouldBe("volume");
        mount.GetProperty("Name").GetString().ShouldBe($"{name}-data");
        mount.GetProperty("Destination").GetString().ShouldBe("/data");

        var options = (await TestEngine.InspectAsync("volume", $"{name}-data")).GetProperty("Options");
        options.GetProperty("type").GetString().ShouldBe("ext4");
        options.GetProperty("o").GetString().ShouldBe("nosuid,nodev");
        options.GetProperty("device").GetString().ShouldStartWith(Path.Combine(_provider.Site.RuntimeDirectory, "dev") + "/");
    }

    /// <summary>Looks at all processes again and again; gives the arguments that held the secret, or the docker client that had it in its environment.</summary>
    private static string? FindSecretInProcesses(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc", "*").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
            {
                var arguments = Read(Path.Combine(process, "cmdline"));
                if (arguments.Contains(Secret, StringComparison.Ordinal)
                    || (arguments.StartsWith(TestEngine.Program, StringComparison.Ordinal) && Read(Path.Combine(process, "environ")).Contains(Secret, StringComparison.Ordinal)))
                {
                    return arguments.Replace('\0', ' ');
                }
            }
        }

        return null;
    }

    private static string Read(string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(t => t.GetString()!);
}
