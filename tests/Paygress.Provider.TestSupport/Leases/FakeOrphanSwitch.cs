using Paygress.Provider.Core.StoreLoss;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>The switch in memory.</summary>
public sealed class FakeOrphanSwitch : IOrphanSwitch
{
    public bool IsForbidden { get; private set; }

    /// <summary>What the next call throws.</summary>
    public Exception? Fault { get; set; }

    public Task ForbidAsync(CancellationToken cancellationToken)
    {
        var fault = Fault;
        Fault = null;
        IsForbidden |= fault is null;
        return fault is null ? Task.CompletedTask : Task.FromException(fault);
    }
}
