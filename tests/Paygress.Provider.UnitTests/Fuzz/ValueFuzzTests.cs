using System.Text;
using Paygress.Provider.Api;
using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>Small things that people write.</summary>
public sealed class ValueFuzzTests
{
    private const string Uuid = "0192f7a1000070008000000000000001";

    [Fact]
    public void Durations_Spoilt_AreWhatIsShownOrNone() => Fuzzing.Check(Mutations.Text("90s", "1h30m", "30d", "250ms", "00:10:00", "1.02:03:04.5", "10675199d"), text =>
    {
        if (DurationText.TryParse(text, out var duration))
        {
            duration.ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
            DurationText.TryParse(DurationText.Format(duration), out var again).ShouldBeTrue();
            (duration - again).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMilliseconds(1));
        }

        LeaseWaiter.Read(text, out _).ShouldBeInRange(TimeSpan.Zero, TimeSpan.FromMinutes(5));
    });

    // What is taken is written in one way only: a name on the host must not stand for two.
    [Fact]
    public void Names_Spoilt_AreTheirTextOrNone() => Fuzzing.Check(Mutations.Text("1000", "999999", Uuid, "request-1.a_b", "local", "o,w=n"), text =>
    {
        (!Vmid.TryParse(text, out var vmid) || vmid.ToString() == text).ShouldBeTrue();
        (!LeaseId.TryParse(text, out var id) || string.Equals(id.ToString(), text, StringComparison.OrdinalIgnoreCase)).ShouldBeTrue();
        (!RequestId.TryParse(text, out var request) || Path.GetFileName(request.Value) == text).ShouldBeTrue();
        (!OwnerId.TryParse(text, out var owner) || owner.Value == text).ShouldBeTrue();
        LeaseReference.TryParse(text);
    });

    [Fact]
    public void HostNames_Spoilt_AreTheirTextOrNone() => Fuzzing.Check(Mutations.Text("paygress-1000", "paygress-1000-data", "paygress-1000-luks", "/var/lib/paygress/volumes/1000.img"), text =>
    {
        (DockerNames.ReadContainer(text) is not { } container || DockerNames.ContainerOf(container) == text).ShouldBeTrue();
        (DockerNames.ReadVolume(text) is not { } volume || DockerNames.VolumeOf(volume) == text).ShouldBeTrue();
        (KernelPaths.ReadMapping(text) is not { } mapping || KernelPaths.MappingOf(mapping) == text).ShouldBeTrue();
        VolumePaths.ReadImageVmid(text);
        VolumePaths.ReadLinkVmid(text);
        VolumePaths.ReadUnfinished(text);
    });

    [Fact]
    public void Ports_Spoilt_ArePortsOrNone() => Fuzzing.Check(Mutations.Text("80", "80/tcp", "53/udp dns", "65535/tcp a label"), text =>
        (!PortText.TryParse(text, out var port) || port.ContainerPort is >= 1 and <= 65535).ShouldBeTrue());

    [Fact]
    public void Images_Spoilt_AreReferencesOrNot() => Fuzzing.Check(Mutations.Text("nginx", "ghcr.io/a/b:1.2", $"localhost:5000/a__b/c:x@sha256:{new string('a', 64)}"), text =>
    {
        if (ImageReference.IsValid(text))
        {
            text.ShouldNotStartWith("-");
            text.ShouldAllBe(c => char.IsAsciiLetterOrDigit(c) || "./:@_-".Contains(c, StringComparison.Ordinal));
        }

        ImagePattern.Matches(text, "ghcr.io/a/b:1.2");
        ImagePattern.Matches("ghcr.io/*/b*", text);
    });

    [Fact]
    public void DataPaths_Spoilt_AreInTheContainerOrNot() => Fuzzing.Check(Mutations.Text("/data", "/var/lib/x", "/a,b\"c"), text =>
        (!DataPathRule.IsValid(text) || (text[0] == '/' && text != "/" && !text.Split('/').Contains(".."))).ShouldBeTrue());

    [Fact]
    public void Keys_Spoilt_AreThirtyTwoBytesOrNone() => Fuzzing.Check(
        Mutations.Bytes("0123456789abcdef0123456789abcdef", string.Concat(Enumerable.Repeat("0a", 32)) + "\n", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n", "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"),
        bytes =>
        {
            switch (KeyFile.Read("-", new MemoryStream(bytes)))
            {
                case KeyFileResult.Good { File: var file }:
                    file.Key.Length.ShouldBe(32);
                    file.Dispose();
                    break;
                case KeyFileResult.Bad { Error: var error }:
                    error.ShouldBe($"standard input holds no key of 32 bytes (raw, 64 hex digits or base64); {KeyFile.HowToMake}");
                    break;
            }
        });

    [Fact]
    public void Headers_Spoilt_HaveAnIdOrNone() => Fuzzing.Check(Mutations.Bytes("LUKS\u00ba" + new string('a', 300), new string('\0', 200)), bytes =>
    {
        LuksHeader.ReadUuid(bytes);
        Ext4Superblock.ReadUuid(bytes);
        new DeviceMapping($"paygress-1000-luks", Encoding.Latin1.GetString(bytes), "254:0", [], true).LeaseId?.ToString().Length.ShouldBe(32);
    });

    [Fact]
    public void Mappings_Spoilt_HaveTheirLeaseOrNone() => Fuzzing.Check(Mutations.Text($"CRYPT-LUKS2-{Uuid}-paygress-1000-luks"), text =>
    {
        if (new DeviceMapping("paygress-1000-luks", text, "254:0", [], true).LeaseId is { } id)
        {
            text.ShouldBe($"CRYPT-LUKS2-{id}-paygress-1000-luks", StringCompareShould.IgnoreCase);
        }
    });
}
