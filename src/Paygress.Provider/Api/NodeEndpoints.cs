using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Reconciliation;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Api;

/// <summary>The provider as a whole: status, node, audit, drain, health.</summary>
internal static class NodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Text("ok\n"));
        routes.MapGet("/v1/status", GetStatusAsync);
        routes.MapGet("/v1/node", GetNode);
        routes.MapGet("/v1/audit", AuditAsync);
        routes.MapPut("/v1/drain", DrainAsync);
    }

    private static async Task<IResult> GetStatusAsync(StatusReader status, CancellationToken cancellationToken) =>
        await status.ReadAsync(cancellationToken) is { } message
            ? Results.Json(message, ApiJsonContext.Default.StatusMessage)
            : ProblemResults.NotMeasured();

    private static IResult GetNode(INodeMeter meter) =>
        meter.Measure() is { } node ? Results.Json(StatusReader.ToMessage(node), ApiJsonContext.Default.NodeMessage) : ProblemResults.NotMeasured();

    private static async Task<IResult> AuditAsync(HostReconciler reconciler, CancellationToken cancellationToken)
    {
        var audit = await reconciler.AuditAsync(cancellationToken);
        var message = audit is HostResult<AuditReport>.Done { Value: var report }
            ? new AuditMessage(
                [.. report.Findings.Select(f => new AuditFindingMessage(f.Kind, f.Name, f.Vmid?.Value, f.LeaseId?.ToString(), f.Detail, f.Remedy))], [], report.Checked)
            : new AuditMessage([], [audit.Error!.Detail], new Dictionary<string, int>()); // not done carries an error
        return Results.Json(message, ApiJsonContext.Default.AuditMessage);
    }

    private static async Task<IResult> DrainAsync(HttpRequest request, DrainControl drain, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(request, ApiJsonContext.Default.DrainMessage, cancellationToken);
        if (message is null)
        {
            return ProblemResults.For(problem!); // one of the two is there
        }

        await drain.SetAsync(message.Draining, cancellationToken);
        return Results.Json(message, ApiJsonContext.Default.DrainMessage);
    }
}
