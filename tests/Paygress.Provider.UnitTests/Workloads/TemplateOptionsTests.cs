using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.UnitTests.Workloads;

public sealed class TemplateOptionsTests
{
    [Fact]
    public void ToTemplate_Everything_IsTakenOver()
    {
        var template = new TemplateOptions
        {
            Image = "relay:1",
            Description = "a relay",
            Ports = ["80/tcp web"],
            Env = new Dictionary<string, string> { ["B"] = "2", ["A"] = "1" },
            RequiredEnv = ["USER"],
            DataPath = "/data",
            MinimumCpuMillicores = 100,
            MinimumMemoryMb = 64,
            MinimumStorageGb = 1,
            Init = false,
            Capabilities = ["KILL"],
            Ulimits = ["nofile=1:2"],
        }.ToTemplate("relay");

        (template.Slug, template.Image, template.Description, template.DataPath, template.Init).ShouldBe(("relay", "relay:1", "a relay", "/data", false));
        template.Ports.ShouldBe([new WorkloadPort(80, PortProtocol.Tcp, "web")]);
        template.Env.Keys.ShouldBe(["A", "B"]);
        template.RequiredEnv.ShouldBe(["USER"]);
        template.Minimum.ShouldBe(new TierMinimum(100, 64, 1));
        template.Capabilities.ShouldBe(["KILL"]);
        template.Ulimits.ShouldBe(["nofile=1:2"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void ToTemplate_NoDataPath_HasNoVolume(string? dataPath) =>
        new TemplateOptions { DataPath = dataPath }.ToTemplate("t").DataPath.ShouldBeNull();

    [Fact]
    public void ToTier_Everything_IsTakenOverInBinaryUnits()
    {
        var tier = new TierOptions { CpuMillicores = 100, MemoryMb = 64, StorageGb = 3, RateMsat = 5 }.ToTier("tiny");

        tier.ShouldBe(new Tier("tiny", 100, 64, 3, 5));
        (tier.MemoryBytes, tier.StorageBytes).ShouldBe((67_108_864, 3_221_225_472));
    }
}
