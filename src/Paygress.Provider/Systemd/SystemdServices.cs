using Microsoft.Extensions.Hosting.Systemd;

namespace Paygress.Provider.Systemd;

/// <summary>Speaks to systemd wherever it gave us a socket, whoever our parent is; the framework's own test looks at the parent's name.</summary>
internal static class SystemdServices
{
    public static IServiceCollection AddSystemdLifetime(this IServiceCollection services)
    {
        services.AddSingleton<ISystemdNotifier, SystemdNotifier>();
        if (Environment.GetEnvironmentVariable("NOTIFY_SOCKET") is { Length: > 0 })
        {
            services.AddSingleton<IHostLifetime, SystemdLifetime>();
        }

        return services;
    }
}
