using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Disk;

/// <summary>Measures what containers wrote into their roots. Costs docker a walk over all of it.</summary>
public interface IContainerSizes
{
    /// <summary>Bytes by full container id; none for one that docker can't measure. One that is gone is left out.</summary>
    Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken);
}
