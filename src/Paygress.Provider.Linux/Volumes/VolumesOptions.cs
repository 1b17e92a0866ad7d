namespace Paygress.Provider.Linux.Volumes;

/// <summary>How data volumes are kept: section <c>Volumes</c>.</summary>
public sealed class VolumesOptions
{
    public const string SectionName = "Volumes";

    /// <summary>How a new volume without encryption is kept. One that is there stays as it was made.</summary>
    public PlainVolumeKind Plain { get; set; } = PlainVolumeKind.Image;

    /// <summary>Whether an image file takes its whole size on disk from the start.</summary>
    public VolumeAllocation Allocation { get; set; } = VolumeAllocation.Sparse;
}
