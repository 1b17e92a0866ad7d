using System.Collections.Immutable;
using CsCheck;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class LoopDevicesTests
{
    private const string Answer = """
        {"loopdevices": [
           {"name":"/dev/loop0", "maj:min":"7:0", "back-file":"/var/lib/paygress/volumes/1000.img", "back-ino":12, "back-maj:min":"254:0", "ro":false},
           {"name":"/dev/loop1", "maj:min":"7:1", "back-file":"/x (deleted)", "back-ino":"13", "back-maj:min":"254:0", "ro":true}
        ]}
        """;

    [Fact]
    public void Read_TwoDevices_GivesBoth() =>
        LoopDevices.Read(Answer).ShouldBeOfType<HostResult<ImmutableArray<LoopDevice>>.Done>().Value.Select(d => (d.Name, d.BackPath, d.BackInode!.Value))
            .ShouldBe([("/dev/loop0", "/var/lib/paygress/volumes/1000.img", 12UL), ("/dev/loop1", "/x", 13UL)]);

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("""{"loopdevices": []}""")]
    public void Read_NoDevice_IsNone(string json) =>
        LoopDevices.Read(json).ShouldBeOfType<HostResult<ImmutableArray<LoopDevice>>.Done>().Value.ShouldBeEmpty();

    [Fact]
    public void Read_DeviceThatIsBeingTakenAway_IsNobodys() =>
        LoopDevices.Read("""{"loopdevices": [{"name":"/dev/loop0","back-file":null,"back-ino":null,"back-maj:min":null,"ro":false}]}""")
            .ShouldBeOfType<HostResult<ImmutableArray<LoopDevice>>.Done>().Value.ShouldHaveSingleItem().BackPath.ShouldBeEmpty();

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"loopdevices": null}""")]
    [InlineData("""{"loopdevices": [null]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0"}, null]}""")]
    [InlineData("""{"loopdevices": [{"name":7}]}""")]
    [InlineData("""{"loopdevices": [{}]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-file":"/x"}]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-file":"/x","back-ino":12}]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-file":"/x","back-ino":0,"back-maj:min":"254:0"}]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-file":"/x","back-ino":null,"back-maj:min":"254:0"}]}""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-ino":12,"back-maj:min":"254:0"}]}""")]
    [InlineData("""{"loopdevices": [{"back-file":"/x","back-ino":12,"back-maj:min":"254:0"}]}""")]
    [InlineData("""{"loopdevices": [""")]
    [InlineData("""{"loopdevices": [{"name":"/dev/loop0","back-file":"/x","back-ino":12,"back-maj:min":"254:0","ro":false}], "loopdevices": []}""")]
    public void Read_Garbled_IsNoAnswer(string json) =>
        LoopDevices.Read(json).ShouldBeOfType<HostResult<ImmutableArray<LoopDevice>>.Unknown>();

    // Bytes that are lost, doubled or changed never make an exception, and never a device that is not there.
    [Fact]
    public void Read_AnswerWithAFlaw_IsAnAnswerOrNone() =>
        Gen.Select(Gen.Int[0, Answer.Length - 1], Gen.Int[0, 2], Gen.Char[' ', '~']).Sample((at, way, c) =>
        {
            var flawed = way switch
            {
                0 => Answer.Remove(at, 1),
                1 => Answer.Insert(at, c.ToString()),
                _ => Answer[..at],
            };

            if (LoopDevices.Read(flawed) is HostResult<ImmutableArray<LoopDevice>>.Done { Value: var devices })
            {
                devices.ShouldAllBe(d => d.BackPath != null);
            }
        }, iter: 2_000);
}
