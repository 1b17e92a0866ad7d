using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Disk;

/// <summary>A provider whose disk is watched.</summary>
internal sealed class DiskWorld
{
    private const long Giga = 1L << 30;

    public DiskWorld()
    {
        var options = Options.Create(new CapacityOptions { ReserveStorageGb = 1 });
        var relief = new DiskRelief(World.ImageFetcher, World.ImageSweep, World.Meter, World.Books.Leases, options, World.Time);
        Guard = new DiskGuard(Disk, Disk, relief, World.Books.Leases, World.Ledger, options, World.Time, new FakeLogger<DiskGuard>(World.LogCollector));
    }

    public World World { get; } = new();

    public FakeDisk Disk { get; } = new();

    public DiskGuard Guard { get; }

    /// <summary>A tenant that has grown since it was measured.</summary>
    public async Task<Lease> GrowAsync()
    {
        var lease = await SpawnAsync("tenant", 0);
        await LookAsync(9 * Giga);
        Disk.Sizes[lease.ContainerId!] = Giga;
        return lease;
    }

    /// <summary>A tenant that may write into its root, and has.</summary>
    public async Task<Lease> SpawnAsync(string id, long size)
    {
        var lease = await World.SpawnAsync(Requests.Hello(id) with { Template = "writable" });
        Disk.Sizes[lease.ContainerId!] = size;
        return lease;
    }

    public Task LookAsync(long? free, long? data = null)
    {
        Disk.Free = new DiskRoom(free, data ?? free);
        return Guard.LookOnceAsync(World.Token);
    }
}
