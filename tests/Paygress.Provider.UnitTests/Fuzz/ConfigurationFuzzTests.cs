using System.Collections;
using CsCheck;
using Paygress.Provider.Configuration;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What operators write into the configuration.</summary>
public sealed class ConfigurationFuzzTests
{
    private const string File = """
        {
          "Provider": { "Name": "p", "DataDirectory": "/var/lib/paygress" }, // comment
          "Docker": { "PullPolicy": "never", "QueryTimeout": "20s", "Subnet": "10.213.0.0/20" },
          "Leases": { "MinimumDuration": "1m", "MaximumDuration": "30d", "RestartPolicy": "on-failure" },
          "Capacity": { "Cpu": 4.5, "MaxLeases": 100 },
          "Images": { "Allowed": [ "ghcr.io/a/*" ] },
          "Tiers": { "basic": { "CpuMillicores": 1000, "MemoryMb": 1024, "StorageGb": 10, "RateMsat": 50 } },
          "Templates": { "hello": { "Image": "paygress/hello:1", "Ports": [ "8080/tcp web" ], "Env": { "A": "b" }, "DataPath": "/data" } }
        }
        """;

    [Fact]
    public void File_Spoilt_IsLoadedOrFaulty()
    {
        using var folder = new TempFolder();
        var path = folder.File("appsettings.json");
        Mutations.Json(File, File.Replace(" // comment", "", StringComparison.Ordinal)).Sample(bytes =>
        {
            System.IO.File.WriteAllBytes(path, bytes);
            Check(ConfigurationLoader.Load(path, new Hashtable()));
        }, iter: Fuzzing.Count(cost: 4), threads: 1, print: Fuzzing.Literal);
    }

    [Fact]
    public void Environment_Spoilt_IsLoadedOrFaulty()
    {
        using var folder = new TempFolder();
        var path = folder.File("appsettings.json");
        System.IO.File.WriteAllText(path, "{}");
        var lines = Mutations.Text("PAYGRESS_Leases__MinimumDuration=90s\nPAYGRESS_Tiers__x__MemoryMb=64\nPAYGRESS_Images__Allowed__0=*", "PAYGRESS_Templates__a__Ports__0=80/tcp\nPAYGRESS_Docker__Subnet=10.0.0.0/8");
        Fuzzing.Check(lines, text =>
        {
            var environment = text.Split('\n').Select(line => line.Split('=', 2)).DistinctBy(parts => parts[0]).ToDictionary(parts => parts[0], parts => parts.ElementAtOrDefault(1));
            Check(ConfigurationLoader.Load(path, new Hashtable(environment)));
        }, cost: 4);
    }

    private static void Check(ConfigurationResult result)
    {
        if (result is ConfigurationResult.Faulty { Faults: var faults })
        {
            faults.IsEmpty.ShouldBeFalse();
            faults.ShouldAllBe(f => f.ToString().Length > 0 && !f.ToString().Contains("   at ", StringComparison.Ordinal));
        }
    }
}
