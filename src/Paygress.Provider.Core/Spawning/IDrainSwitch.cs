namespace Paygress.Provider.Core.Spawning;

/// <summary>Whether new leases are refused. Survives a restart.</summary>
public interface IDrainSwitch
{
    /// <summary>True while no new lease is taken.</summary>
    bool IsDraining { get; }

    /// <summary>Sets it; durable when it returns.</summary>
    Task SetAsync(bool draining, CancellationToken cancellationToken);
}
