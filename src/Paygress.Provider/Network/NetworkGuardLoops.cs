namespace Paygress.Provider.Network;

/// <summary>Registers the loops that guard the tenants' network.</summary>
internal static class NetworkGuardLoops
{
    public static IServiceCollection AddNetworkGuardLoops(this IServiceCollection services)
    {
        services.AddHostedService<NetworkGuardService>();
        return services.AddHostedService<NetworkWatchService>();
    }
}
