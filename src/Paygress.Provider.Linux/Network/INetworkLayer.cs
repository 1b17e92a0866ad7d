namespace Paygress.Provider.Linux.Network;

/// <summary>One thing that keeps tenants apart, and from what they may not reach.</summary>
internal interface INetworkLayer
{
    /// <summary>Looks whether all of it is in place, puts back what is not, and looks again.</summary>
    Task<LayerState> MendAsync(CancellationToken cancellationToken);
}
