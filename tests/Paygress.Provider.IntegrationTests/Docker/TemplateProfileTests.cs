using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Paygress.Provider.Configuration;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Golden;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>What docker makes of every built-in template, so that a right or a limit that changes is seen by whoever reads the change.</summary>
public sealed class TemplateProfileTests(DockerHost host) : IClassFixture<DockerHost>
{
    private const string Golden = "tests/Paygress.Provider.IntegrationTests/Docker/TemplateProfiles.json";
    private const int FirstVmid = 90_000;

    // What differs from machine to machine, or with docker's version, is left out.
    private static readonly string[] OfHostConfig =
    [
        "NanoCpus", "Memory", "MemorySwap", "PidsLimit", "Ulimits", "CapDrop", "CapAdd", "SecurityOpt", "Privileged", "Devices", "DeviceRequests", "PidMode",
        "UsernsMode", "UTSMode", "IpcMode", "NetworkMode", "Dns", "PortBindings", "Binds", "Mounts", "VolumesFrom", "GroupAdd", "ExtraHosts", "OomScoreAdj",
        "OomKillDisable", "ReadonlyRootfs", "Init", "RestartPolicy", "LogConfig", "AutoRemove", "MaskedPaths", "ReadonlyPaths",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_EveryTemplate_HasTheRightsAndLimitsOfItsProfile()
    {
        var settings = ConfigurationLoader.Load(null, new Dictionary<string, string>()).ShouldBeOfType<ConfigurationResult.Loaded>().Settings;
        settings.Docker.Program = host.Program;
        var backend = new DockerBackend(host.Runner, settings.Docker, Unguarded.Network, host.InstanceId, TimeProvider.System);
        var terms = new SpawnTerms(settings.ToCatalog(), settings.Leases, [], EncryptionObstacle: null);
        var profiles = new JsonObject();
        foreach (var (template, vmid) in settings.ToCatalog().Templates.Values.OrderBy(t => t.Slug, StringComparer.Ordinal).Select((t, i) => (t, FirstVmid + i)))
        {
            var spec = await SpecAsync(template, vmid, terms);
            var id = (await backend.CreateAsync(spec, Token)).Value();
            profiles[template.Slug] = Describe(JsonNode.Parse(await host.DockerAsync("inspect", "--format={{json .}}", id))!);
            (await backend.DeleteAsync([id], Token)).Value();
            if (template.DataPath is not null)
            {
                await host.DockerAsync("volume", "rm", $"paygress-{vmid}-data");
            }
        }

        GoldenFile.Check(Golden, profiles.ToJsonString(new JsonSerializerOptions { WriteIndented = true, TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver }) + "\n");
    }

    private async Task<ContainerSpec> SpecAsync(Template template, int vmid, SpawnTerms terms)
    {
        var request = new SpawnRequest { Template = template.Slug, DurationSeconds = 600, Env = template.RequiredEnv.ToImmutableSortedDictionary(name => name, _ => "given") };
        var spawn = SpawnValidator.Validate(request, terms, Some.Now).ShouldBeOfType<SpawnValidation.Valid>().Spawn;
        var env = Path.Combine(host.Root, $"{vmid}.env");
        await File.WriteAllLinesAsync(env, spawn.Env.Select(e => $"{e.Key}={e.Value}"), Token);
        return new ContainerSpec
        {
            LeaseId = LeaseId.New(Some.Now),
            Vmid = new Vmid(vmid),
            RequestId = spawn.RequestId,
            Owner = spawn.Owner,

            // Docker gives no container more processors than there are.
            Workload = spawn.Workload with { Tier = spawn.Workload.Tier with { CpuMillicores = Math.Min(spawn.Workload.Tier.CpuMillicores, 1000) } },
            ImageId = host.HelloImageId,
            Duration = spawn.Duration,
            Ports = [.. spawn.Workload.Ports.Select((p, i) => new LeasePort(20_000 + i, p.ContainerPort, p.Protocol, p.Label))],
            EnvironmentFile = env,
        };
    }

    private static JsonObject Describe(JsonNode container)
    {
        var limits = container["HostConfig"]!;
        var profile = new JsonObject { ["Env"] = new JsonArray([.. container["Config"]!["Env"]!.AsArray().Select(e => (JsonNode)(string)e!).OrderBy(e => (string)e!, StringComparer.Ordinal)]) };
        foreach (var name in OfHostConfig)
        {
            profile[name] = limits[name]?.DeepClone();
        }

        foreach (var labels in (profile["Mounts"] as JsonArray ?? []).Select(m => m!["VolumeOptions"]!["Labels"]!.AsObject()))
        {
            (labels[DockerLabels.Host], labels[DockerLabels.Lease]) = ("another in each run", "another in each run");
        }

        return profile;
    }
}
