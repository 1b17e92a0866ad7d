using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Reconciliation;

namespace Paygress.Provider.Metrics;

/// <summary>Registers what is measured. With a registry of our own: the library's has figures about .NET that nobody here acts on.</summary>
internal static class MetricsServices
{
    public static IServiceCollection AddProviderMetrics(this IServiceCollection services)
    {
        services.AddSingleton(Prometheus.Metrics.NewCustomRegistry());
        services.AddSingleton<IProviderMeter, PrometheusMeter>();
        services.AddSingleton<LastAudit>();
        return services.AddSingleton<ProviderGauges>();
    }
}
