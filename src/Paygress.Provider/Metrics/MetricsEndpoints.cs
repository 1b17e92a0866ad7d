using Paygress.Provider.Api;
using Prometheus;

namespace Paygress.Provider.Metrics;

/// <summary>What happens and how it stands, in the text format of Prometheus.</summary>
internal static class MetricsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/metrics", GetAsync);

    private static async Task<IResult> GetAsync(ProviderGauges gauges, CollectorRegistry registry, HttpResponse response, CancellationToken cancellationToken)
    {
        if (!await gauges.ReadAsync(cancellationToken))
        {
            return ProblemResults.NotMeasured();
        }

        response.ContentType = PrometheusConstants.TextContentTypeWithVersionAndEncoding;
        await registry.CollectAndExportAsTextAsync(response.Body, cancellationToken);
        return Results.Empty;
    }
}
