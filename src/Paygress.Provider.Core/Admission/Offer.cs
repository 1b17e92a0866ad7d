using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Admission;

/// <summary>Works out what can still be sold.</summary>
public static class Offer
{
    private const long Mega = 1024L * 1024L;
    private const long Giga = 1024L * Mega;

    /// <summary>What can still be sold: never more than the configured part allows, and of memory and disk never more than is really free.</summary>
    public static Capacity Compute(NodeStatus node, Reservations books, CapacityOptions options)
    {
        // Cores are shared by time: an operator may give a figure beyond what the machine has. Memory and disk are not.
        var cpu = ShareOrFigure(options.Cpu, node.CpuMillicores, 1) - books.CpuMillicores;
        var memory = Math.Min(ShareOrFigure(options.Memory, node.MemoryTotalBytes, Mega) - books.MemoryBytes, node.MemoryAvailableBytes - options.MemoryReserveBytes);

        var storage = Math.Min(ShareOrFigure(options.Storage, node.DiskTotalBytes, Giga) - books.StorageBytes, FindFreeStorage(node, books, options));

        return new Capacity((int)Math.Max(0, cpu), Math.Max(0, memory), Math.Max(0, storage));
    }

    /// <summary>What is free on the disk of the volumes beyond what was sold and the reserve, in bytes; negative when more was sold than is there.</summary>
    public static long FindFreeStorage(NodeStatus node, Reservations books, CapacityOptions options)
    {
        // Volumes are sparse: what was sold and is not written yet is still shown as free by the file system.
        var promised = Math.Max(0, books.StorageBytes - node.VolumesAllocatedBytes);
        return node.DiskFreeBytes - promised - options.StorageReserveBytes;
    }

    private static long ShareOrFigure(double value, long whole, long unit) => value <= 1 ? (long)(whole * value) : (long)(value * unit);
}
