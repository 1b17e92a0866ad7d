using CsCheck;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class SpawnFingerprintTests
{
    private static readonly SpawnRequest Whole = new()
    {
        RequestId = "r",
        Owner = "o",
        Template = "t",
        Image = "i",
        Tier = "b",
        DurationSeconds = 60,
        Env = Requests.Env(("A", "1"), ("B", "2")),
        Ports = [new RequestedPort(80, "tcp"), new RequestedPort(81, "udp")],
        DataPath = "/d",
        Encryption = new RequestedEncryption(1, "luks2-aes-xts", new byte[32]),
    };

    public static TheoryData<SpawnRequest> Others => new(
        Whole with { Owner = "p" },
        Whole with { Owner = null },
        Whole with { Owner = "" },
        Whole with { Template = "i", Image = "t" },
        Whole with { Template = null },
        Whole with { Image = null },
        Whole with { Tier = "c" },
        Whole with { DurationSeconds = 61 },
        Whole with { DurationSeconds = null },
        Whole with { Env = Requests.Env(("A", "2"), ("B", "1")) },
        Whole with { Env = Requests.Env(("A", "1")) },
        Whole with { Ports = [new RequestedPort(80, "tcp")] },
        Whole with { Ports = [new RequestedPort(80, "udp"), new RequestedPort(81, "udp")] },
        Whole with { DataPath = "/e" },
        Whole with { Encryption = null },
        Whole with { Encryption = Whole.Encryption! with { Version = 2 } },
        Whole with { Encryption = Whole.Encryption! with { Algorithm = null } },
        Whole with { Encryption = Whole.Encryption! with { Key = [1, .. new byte[31]] } },
        Whole with { Encryption = Whole.Encryption! with { Key = null } });

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Compute_AnyFieldDiffers_GivesAnotherPrint(SpawnRequest other) => Print(other).ShouldNotBe(Print(Whole));

    [Fact]
    public void Compute_SameRequest_GivesTheSamePrint() =>
        Print(Whole with { RequestId = "other", Env = Requests.Env(("B", "2"), ("A", "1")), Encryption = Whole.Encryption! with { Key = new byte[32] } })
            .ShouldBe(Print(Whole));

    [Fact]
    public void Compute_ProtocolNotGiven_IsTcp() =>
        Print(Whole with { Ports = [new RequestedPort(80, null), new RequestedPort(81, "udp")] }).ShouldBe(Print(Whole));

    [Fact]
    public void Compute_OtherSecret_GivesAnotherPrint() =>
        Convert.ToHexString(new SpawnFingerprint([2]).Compute(Whole)).ShouldNotBe(Print(Whole));

    [Fact]
    public void Compute_EnvThatLooksLikePorts_GivesAnotherPrint() =>
        Print(new SpawnRequest { Env = Requests.Env(("80/tcp", "81/tcp")) })
            .ShouldNotBe(Print(new SpawnRequest { Ports = [new RequestedPort(80, null), new RequestedPort(81, null)] }));

    [Fact]
    public void Compute_AnyTwoRequests_AgreeOnlyWhenTheyAreTheSame()
    {
        var text = Gen.OneOf(Gen.Const(() => (string?)null), Gen.Char["ab"].Array[0, 2].Select(c => (string?)new string(c)));
        var request = Gen.Select(text, text, Gen.Char["ab"].Array[0, 3], Gen.Int[1, 2].Array[0, 2]).Select((owner, path, env, ports) => new SpawnRequest
        {
            Owner = owner,
            DataPath = path,
            Env = Requests.Env([.. env.Distinct().Select((c, i) => (c.ToString(), new string('a', i)))]),
            Ports = [.. ports.Select(p => new RequestedPort(p, null))],
        });

        Gen.Select(request, request).Sample((a, b) => (Print(a) == Print(b)) == IsSame(a, b), iter: 5_000);
    }

    private static bool IsSame(SpawnRequest a, SpawnRequest b) =>
        a.Owner == b.Owner && a.DataPath == b.DataPath && a.Env.SequenceEqual(b.Env) && a.Ports.SequenceEqual(b.Ports);

    private static string Print(SpawnRequest request) => Convert.ToHexString(new SpawnFingerprint([1]).Compute(request));
}
