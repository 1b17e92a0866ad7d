using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.StoreLoss;

/// <summary>What can be made of a container that no lease in the books explains.</summary>
public abstract record RebuildResult
{
    private RebuildResult()
    {
    }

    /// <summary>The lease as it runs, its end held.</summary>
    public sealed record Rebuilt(Lease Lease) : RebuildResult;

    /// <summary>It does not say enough of its lease.</summary>
    public sealed record Impossible(string Reason) : RebuildResult;
}
