using Paygress.Provider.Api.Events;
using Paygress.Provider.Exec;
using Paygress.Provider.Metrics;
using Paygress.Provider.OpenApi;
using Paygress.Provider.Trials;

namespace Paygress.Provider.Api;

/// <summary>Every route of the local API.</summary>
internal static class ApiRoutes
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        SpawnEndpoints.Map(routes);
        LeaseEndpoints.Map(routes);
        LeaseEndEndpoints.Map(routes);
        LogEndpoints.Map(routes);
        ExecEndpoints.Map(routes);
        StoryEndpoints.Map(routes);
        EventEndpoints.Map(routes);
        OfferEndpoints.Map(routes);
        NodeEndpoints.Map(routes);
        TrialEndpoints.Map(routes);
        MetricsEndpoints.Map(routes);
        OpenApiEndpoints.Map(routes);
    }
}
