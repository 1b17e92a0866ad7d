using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>A drain switch in memory.</summary>
public sealed class FakeDrainSwitch : IDrainSwitch
{
    public bool IsDraining { get; private set; }

    public Task SetAsync(bool draining, CancellationToken cancellationToken)
    {
        IsDraining = draining;
        return Task.CompletedTask;
    }
}
