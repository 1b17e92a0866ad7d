using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Spawning;

/// <summary>What requests are validated against.</summary>
/// <param name="AllowedImages">Patterns of images that may be asked for by name.</param>
/// <param name="EncryptionObstacle">Why this host can't make encrypted volumes; none when it can.</param>
public sealed record SpawnTerms(Catalog Catalog, LeasesOptions Leases, ImmutableArray<string> AllowedImages, string? EncryptionObstacle)
{
    /// <summary>True where containers of images that were asked for by name may write into their roots.</summary>
    public bool WritableImages { get; init; }
}
