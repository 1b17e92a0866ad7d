using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Spawning;

/// <summary>A request that can be taken as it is.</summary>
public sealed record ValidSpawn(
    RequestId RequestId,
    OwnerId Owner,
    Workload Workload,
    TimeSpan Duration,
    ImmutableSortedDictionary<string, string> Env);
