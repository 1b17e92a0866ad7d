using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Core.Reconciliation;

/// <summary>Dates devices that cannot tell their age, as their file is gone, by when they were first seen: they are kept for the grace, and not for ever.</summary>
/// <remarks>Not what docker made: where it gives no time that is understood, its word is not understood.</remarks>
internal sealed class FirstSights
{
    private Dictionary<(VolumeTraceKind Kind, string Name, Vmid? Vmid), DateTimeOffset> _seen = [];

    /// <summary>The same inventory, dated. What is not in it is forgotten.</summary>
    public HostInventory Date(HostInventory host, DateTimeOffset now)
    {
        _seen = host.Volumes.Where(IsUndated).Select(Key).Distinct().ToDictionary(key => key, key => _seen.GetValueOrDefault(key, now));
        return host with { Volumes = [.. host.Volumes.Select(v => IsUndated(v) ? v with { CreatedAt = _seen[Key(v)] } : v)] };
    }

    private static bool IsUndated(VolumeTrace trace) => trace is { CreatedAt: null, Kind: not VolumeTraceKind.DockerVolume };

    private static (VolumeTraceKind, string, Vmid?) Key(VolumeTrace trace) => (trace.Kind, trace.Name, trace.Vmid);
}
