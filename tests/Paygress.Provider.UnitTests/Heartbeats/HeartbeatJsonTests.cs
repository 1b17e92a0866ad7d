using System.Text;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Heartbeats;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Heartbeats;

public sealed class HeartbeatJsonTests
{
    private static readonly Heartbeat Beat = new()
    {
        Provider = "box",
        At = Some.Now,
        Available = new Capacity(1500, (3L << 30) + 1, (7L << 30) + 5),
        Node = new NodeStatus
        {
            CpuMillicores = 2000,
            CpuUsage = 0.123456,
            MemoryTotalBytes = 4000,
            MemoryAvailableBytes = 1000,
            DiskTotalBytes = 9000,
            DiskFreeBytes = 2000,
            DiskUsedBytes = 7000,
            VolumesAllocatedBytes = 10,
        },
        Leases = new LeaseCounts(Queued: 4, Provisioning: 5, Active: 1, Locked: 2, Evicting: 3),
        Draining = true,
        Capabilities = [HostCapability.Leases, HostCapability.DataVolumes],
        NextExpiry = Some.Now.AddMinutes(5),
        Uptime = TimeSpan.FromSeconds(61.9),
        Build = "1.2.3",
        Isolation = "runsc",
        Trial = new TrialReport(Some.Now, "1.2.3",
        [
            new TrialLine("log size", HostCapability.Leases, TrialOutcome.Held, ""), new TrialLine("cpu", HostCapability.Leases, TrialOutcome.Broken, ""),
            new TrialLine("root", HostCapability.Leases, TrialOutcome.Unknown, ""),
        ]),
    };

    [Fact]
    public void Write_Heartbeat_IsTheFormThatReadersKnow() =>
        Encoding.UTF8.GetString(HeartbeatJson.Write(Beat)).ShouldBe(OneLine("""
            {"provider":"box","timestamp":1772366400,"version":1,"active_workloads":1,
            "available_capacity":{"cpu_available":1500,"memory_mb_available":3072,"storage_gb_available":7},
            "node":{"cpu_usage":0.1235,"memory_used":3000,"memory_total":4000,"disk_used":7000,"disk_total":9000},
            "leases":{"active":1,"locked":2,"evicting":3,"queued":4},
            "draining":true,"capabilities":["leases","data_volumes"],"next_expiry":"2026-03-01T12:05:00+00:00","uptime_s":61,"build":"1.2.3","isolation":"runsc","trial":{"at":1772366400,"held":1,"broken":["cpu"],"unknown":["root"]},"docker_silent_since":null}
            """));

    [Fact]
    public void Write_NoNextEnd_IsNull() =>
        Encoding.UTF8.GetString(HeartbeatJson.Write(Beat with { NextExpiry = null })).ShouldContain("\"next_expiry\":null");

    private static string OneLine(string text) => text.Replace("\n", "", StringComparison.Ordinal);
}
