using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Volumes;

/// <summary>One thing that a volume leaves on the host.</summary>
/// <param name="Name">Its name or path, as an operator would look for it.</param>
/// <param name="LeaseId">Whose it is, from its label or file system id; none when it cannot be read.</param>
/// <param name="CreatedAt">When it was made or last written; none when that can't be told.</param>
public sealed record VolumeTrace(VolumeTraceKind Kind, string Name, Vmid? Vmid, LeaseId? LeaseId, DateTimeOffset? CreatedAt)
{
    /// <summary>How large an image file is; none of anything else.</summary>
    public long? SizeBytes { get; init; }
}
