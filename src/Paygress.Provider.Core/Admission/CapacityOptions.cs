namespace Paygress.Provider.Core.Admission;

/// <summary>How much of the machine is sold: section <c>Capacity</c>. A value up to 1 is a share, a larger one a figure.</summary>
public sealed class CapacityOptions
{
    public const string SectionName = "Capacity";

    /// <summary>Share of all cores, or thousandths of a core. More than there are may be sold, but no lease gets more.</summary>
    public double Cpu { get; set; } = 0.9;

    /// <summary>Share of the memory, or megabytes (binary).</summary>
    public double Memory { get; set; } = 0.8;

    /// <summary>Share of the data directory's file system, or gigabytes (binary).</summary>
    public double Storage { get; set; } = 0.8;

    /// <summary>What of the memory stays free for the machine itself: megabytes (binary).</summary>
    public int ReserveMemoryMb { get; set; } = 256;

    /// <summary>What of the disk stays free for the machine itself: gigabytes (binary). When less is free, the lease whose container fills its root is ended with <c>disk_limit</c>.</summary>
    public double ReserveStorageGb { get; set; } = 1;

    public long MemoryReserveBytes => ReserveMemoryMb * (1L << 20);

    public long StorageReserveBytes => (long)(ReserveStorageGb * (1L << 30));

    /// <summary>The most leases at a time. A bridge has at most 1023 ports.</summary>
    public int MaxLeases { get; set; } = 200;
}
