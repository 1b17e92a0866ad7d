namespace Paygress.Provider.Linux.Volumes;

/// <summary>When an image file takes room on disk.</summary>
public enum VolumeAllocation
{
    /// <summary>As it is written to; a full disk shows as an I/O error inside.</summary>
    Sparse,

    /// <summary>All at once when it is made; a full disk shows before the lease starts.</summary>
    Full,
}
