using System.Collections.Immutable;
using CsCheck;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Timers;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Timers;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What kernel, losetup and systemd write.</summary>
public sealed class KernelFuzzTests
{
    private const string Host = "aaaabbbbccccddddaaaabbbbccccdddd";

    private const string Tcp = """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0
           1: 00000000000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 1 1

        """;

    private const string Stat = "cpu  100 2 30 400 5 6 7 8 9 10\ncpu0 50 1 15 200 2 3 3 4 4 5\ncpu1 50 1 15 200 3 3 4 4 5 5\nintr 12345 0 0\nbtime 1795460179\n";
    private const string MemInfo = "MemTotal:       16316412 kB\nMemFree:         1234567 kB\nMemAvailable:    8123456 kB\nBuffers:          100000 kB\n";
    private const string MountInfo = "36 35 7:0 / /var/lib/docker/volumes/x rw,noatime master:1 - ext4 /dev/loop0 rw\n37 35 0:5 / /a\\040b rw - tmpfs tmpfs rw\n";

    private const string Losetup = """
        {"loopdevices": [
           {"name":"/dev/loop0", "maj:min":"7:0", "back-file":"/var/lib/paygress/volumes/1000.img", "back-ino":12, "back-maj:min":"254:0", "ro":false},
           {"name":"/dev/loop1", "maj:min":"7:1", "back-file":"/x (deleted)", "back-ino":"13", "back-maj:min":"254:0", "ro":true}
        ]}
        """;

    private static readonly string Units =
        $"paygress-end-0192f7a1000070008000000000000001-12345.timer loaded active waiting {TimerUnits.DescribeFor(Host)}\n" +
        $"paygress-end-0192f7a1000070008000000000000001-12345.service loaded inactive dead {TimerUnits.DescribeFor(Host)}\n" +
        $"paygress-end-0192f7a1000070008000000000000002-7.timer loaded active waiting {TimerUnits.DescribeFor("another")}\n";

    [Fact]
    public void SocketTable_Spoilt_HasPorts() => Fuzzing.Check(Mutations.Text(Tcp), text =>
        SocketTable.Parse(text, TransportProtocol.Tcp).Concat(SocketTable.Parse(text, TransportProtocol.Udp)).ShouldAllBe(p => p.Port > 0 && p.Port < 65536));

    [Fact]
    public void Node_Spoilt_IsMeasuredOrNot() => Fuzzing.Check(Mutations.Text(Stat, MemInfo, "32768\t60999\n"), text =>
    {
        (CpuTimes.Parse(text) is null or { ProcessorCount: > 0 }).ShouldBeTrue();
        (CpuTimes.Parse(text)?.UsageSince(CpuTimes.Parse(Stat)!.Value) is null or (>= 0 and <= 1)).ShouldBeTrue();
        (MemoryFacts.Parse(text) is not { } memory || (memory is { TotalBytes: > 0, AvailableBytes: >= 0 } && memory.AvailableBytes <= memory.TotalBytes)).ShouldBeTrue();
        (EphemeralPortRange.Parse(text) is not { } range || range.First <= range.Last).ShouldBeTrue();
    });

    // A device that is taken for another, or for none, would cost a tenant's data.
    [Fact]
    public void Losetup_Spoilt_IsAWholeListOrNone() => Fuzzing.Check(Mutations.JsonText(Losetup), text =>
    {
        if (LoopDevices.Read(text) is HostResult<ImmutableArray<LoopDevice>>.Done { Value: var devices })
        {
            devices.ShouldAllBe(d => d.IsWhole && d.Name!.StartsWith("/dev/loop", StringComparison.Ordinal));
            (devices.IsEmpty && text.Contains("/dev/", StringComparison.Ordinal)).ShouldBeFalse();
            devices.ToList().ForEach(d => d.IsOn(new FileIdentity(254, 0, 12, 0, IsSocket: false)));
        }
    });

    [Fact]
    public void Units_Spoilt_AreAListOrNone() => Fuzzing.Check(Mutations.Text(Units), text =>
    {
        if (TimerUnits.ReadList(text, Host) is { } timers)
        {
            timers.ShouldAllBe(t => text.Contains(TimerUnits.NameOf(t), StringComparison.OrdinalIgnoreCase));
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldAllBe(line => line.TrimStart().StartsWith(TimerUnits.Prefix, StringComparison.Ordinal));
        }
    });

    [Fact]
    public void UnitNames_Spoilt_AreTheirTextOrNone() => Fuzzing.Check(Mutations.Text(TimerUnits.TimerOf(new ExpiryTimer(new Core.Leases.LeaseId(new Guid(Host)), 12345))), text =>
        (TimerUnits.Read(text) is not { } timer || text.Contains(TimerUnits.NameOf(timer), StringComparison.OrdinalIgnoreCase)).ShouldBeTrue());

    [Fact]
    public void MountInfo_Spoilt_IsDescribed()
    {
        using var folder = new TempFolder();
        var process = Directory.CreateDirectory(folder.File("7")).FullName;
        Directory.CreateDirectory(Path.Join(process, "ns"));
        File.CreateSymbolicLink(Path.Join(process, "ns/mnt"), "mnt:[1]");
        var holders = new MountHolders(new KernelPaths(Processes: folder.Path));

        Mutations.Bytes(MountInfo).Sample(bytes =>
        {
            File.WriteAllBytes(Path.Join(process, "mountinfo"), bytes);
            holders.Describe("7:0").ShouldNotBeNullOrEmpty();
        }, iter: Fuzzing.Count(cost: 10), threads: 1, print: Fuzzing.Literal);
    }
}
