using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class SpawnValidatorTests
{
    private static readonly Tier Tiny = new("tiny", 100, 64, 1, 5);
    private static readonly Tier Large = new("large", 4000, 4096, 50, 200);

    private static readonly Template Plain = new() { Slug = "plain", Image = "plain:1" };

    private static readonly Template Relay = new()
    {
        Slug = "relay",
        Image = "relay:1",
        DataPath = "/data",
        Ports = [new WorkloadPort(80, PortProtocol.Tcp, "web")],
        Env = Requests.Env(("MODE", "slow"), ("LOG", "on")),
        RequiredEnv = ["USER"],
        Minimum = new TierMinimum(200, 128, 2),
        Init = false,
        WritableRoot = true,
        Capabilities = ["KILL"],
        Ulimits = ["nofile=1024:2048"],
    };

    private static readonly SpawnTerms Terms = new(new Catalog([Plain, Relay], [Large, Tiny, Some.Tier()]), new LeasesOptions(), ["good/*", "x"], EncryptionObstacle: null);

    private static readonly SpawnRequest Ask = new() { Template = "plain", DurationSeconds = 600 };

    private static readonly RequestedEncryption Encryption = new(1, RequestedEncryption.Luks2AesXts, new byte[32]);

    [Fact]
    public void Validate_TemplateAlone_TakesEverythingFromIt()
    {
        var spawn = Valid(new SpawnRequest { Template = "relay", DurationSeconds = 600, Env = Requests.Env(("USER", "me"), ("MODE", "fast")) });

        spawn.Owner.ShouldBe(OwnerId.Local);
        spawn.Duration.ShouldBe(TimeSpan.FromMinutes(10));
        spawn.Env.ShouldBe(Requests.Env(("LOG", "on"), ("MODE", "fast"), ("USER", "me")));
        var w = spawn.Workload;
        (w.Image, w.Template, w.DataPath, w.Init, w.Encrypted, w.WritableRoot).ShouldBe(("relay:1", "relay", "/data", false, false, true));
        w.Tier.Id.ShouldBe("basic");
        w.Ports.ShouldBe(Relay.Ports);
        w.Capabilities.ShouldBe(["KILL"]);
        w.Ulimits.ShouldBe(Relay.Ulimits);
    }

    [Fact]
    public void Validate_ImageAlone_GetsTheSmallestTierAndDefaults()
    {
        var spawn = Valid(Ask with { Template = null, Image = "good/one:1", DataPath = "/srv", RequestId = "mine", Owner = "me" });

        (spawn.RequestId.Value, spawn.Owner.Value).ShouldBe(("mine", "me"));
        (spawn.Workload.Image, spawn.Workload.Template, spawn.Workload.DataPath, spawn.Workload.Init, spawn.Workload.WritableRoot).ShouldBe(("good/one:1", null, "/srv", true, false));
        spawn.Workload.Tier.ShouldBe(Tiny);
        spawn.Workload.Capabilities.ShouldBe(Capabilities.Default);
    }

    [Fact]
    public void Validate_NoRequestId_MakesOneEachTime() =>
        Valid(Ask).RequestId.ShouldNotBe(Valid(Ask).RequestId);

    [Fact]
    public void Validate_TierAndEncryption_AreResolved()
    {
        var spawn = Valid(new SpawnRequest { Template = "relay", Tier = "large", DurationSeconds = 60, Env = Requests.Env(("USER", "me")), Encryption = Encryption });

        spawn.Workload.Tier.ShouldBe(Large);
        spawn.Workload.Encrypted.ShouldBeTrue();
    }

    public static TheoryData<string, string, SpawnRequest> Faults => new()
    {
        { ErrorCodes.InvalidRequest, "request_id", Ask with { RequestId = "../x" } },
        { ErrorCodes.InvalidRequest, "owner", Ask with { Owner = "a b" } },
        { ErrorCodes.InvalidRequest, "template", Ask with { Template = null } },
        { ErrorCodes.InvalidRequest, "template", Ask with { Image = "x" } },
        { ErrorCodes.UnknownTemplate, "template", Ask with { Template = "none" } },
        { ErrorCodes.InvalidRequest, "image", Ask with { Template = null, Image = "--help" } },
        { ErrorCodes.ImageNotAllowed, "image", Ask with { Template = null, Image = "bad/one" } },
        { ErrorCodes.UnknownTier, "tier", Ask with { Tier = "none" } },
        { ErrorCodes.TierTooSmall, "tier", Ask with { Template = "relay", Tier = "tiny", Env = Requests.Env(("USER", "me")) } },
        { ErrorCodes.InvalidDuration, "duration_seconds", Ask with { DurationSeconds = null } },
        { ErrorCodes.InvalidDuration, "duration_seconds", Ask with { DurationSeconds = 59 } },
        { ErrorCodes.InvalidDuration, "duration_seconds", Ask with { DurationSeconds = (30 * 86_400) + 1 } },
        { ErrorCodes.InvalidDuration, "duration_seconds", Ask with { DurationSeconds = long.MaxValue } },
        { ErrorCodes.InvalidDuration, "duration_seconds", Ask with { DurationSeconds = long.MinValue } },
        { ErrorCodes.InvalidRequest, "data_path", Ask with { DataPath = "/data" } },
        { ErrorCodes.InvalidRequest, "data_path", Ask with { Template = "relay", DataPath = "/other", Env = Requests.Env(("USER", "me")) } },
        { ErrorCodes.InvalidRequest, "data_path", Ask with { Template = null, Image = "x", DataPath = "/a,b" } },
        { ErrorCodes.InvalidEnv, "env.USER", Ask with { Template = "relay" } },
        { ErrorCodes.InvalidPort, "ports[0]", Ask with { Ports = [new RequestedPort(0, null)] } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption", Ask with { Encryption = Encryption } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption.version", Path with { Encryption = Encryption with { Version = 2 } } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption.algorithm", Path with { Encryption = Encryption with { Algorithm = "rot13" } } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption.algorithm", Path with { Encryption = Encryption with { Algorithm = null } } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption.key_b64", Path with { Encryption = Encryption with { Key = null } } },
        { ErrorCodes.InvalidVolumeEncryption, "volume_encryption.key_b64", Path with { Encryption = Encryption with { Key = new byte[31] } } },
    };

    private static SpawnRequest Path => Ask with { Template = null, Image = "x", DataPath = "/srv" };

    [Theory]
    [MemberData(nameof(Faults), DisableDiscoveryEnumeration = true)]
    public void Validate_OneFault_IsNamedWithItsPlace(string code, string where, SpawnRequest request)
    {
        var problem = Problems(request).ShouldHaveSingleItem();

        (problem.Code, problem.Where).ShouldBe((code, where));
    }

    [Fact]
    public void Validate_NoEncryptionOnThisHost_SaysSo() =>
        SpawnValidator.Validate(Path with { Encryption = Encryption }, Terms with { EncryptionObstacle = "cryptsetup is not installed" }, Some.Now)
            .ShouldBeOfType<SpawnValidation.Invalid>().Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.EncryptionUnavailable);

    [Fact]
    public void Validate_NoTierIsLargeEnough_SaysSo() =>
        SpawnValidator.Validate(Ask with { Template = "relay", Env = Requests.Env(("USER", "me")) }, Terms with { Catalog = new Catalog([Relay], [Tiny]) }, Some.Now)
            .ShouldBeOfType<SpawnValidation.Invalid>().Problems.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.TierTooSmall);

    [Fact]
    public void Validate_EverythingWrong_NamesAllAtOnce()
    {
        var problems = Problems(new SpawnRequest
        {
            RequestId = "/",
            Owner = "",
            Template = "none",
            Tier = "none",
            Env = Requests.Env(("1", "x"), ("A", "secret\n")),
            Ports = [new RequestedPort(0, null), new RequestedPort(80, "sctp")],
            DataPath = "relative",
            Encryption = new RequestedEncryption(0, "", []),
        });

        problems.Select(p => p.Where).ShouldBe(
        [
            "request_id", "owner", "template", "tier", "duration_seconds", "ports[0]", "ports[1]", "data_path", "env.1", "env.A",
            "volume_encryption.version", "volume_encryption.algorithm", "volume_encryption.key_b64",
        ], ignoreOrder: true);
        problems.ShouldAllBe(p => !p.ToString().Contains("secret", StringComparison.Ordinal));
    }

    private static ValidSpawn Valid(SpawnRequest request) =>
        SpawnValidator.Validate(request, Terms, Some.Now).ShouldBeOfType<SpawnValidation.Valid>().Spawn;

    private static ImmutableArray<Problem> Problems(SpawnRequest request) =>
        SpawnValidator.Validate(request, Terms, Some.Now).ShouldBeOfType<SpawnValidation.Invalid>().Problems;
}
