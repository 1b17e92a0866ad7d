using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>What a lease's container wrote.</summary>
internal static class LogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/leases/{id}/logs", CopyAsync);

    private static async Task<IResult> CopyAsync(string id, string? follow, LeaseWaiter finder, IContainerLogs logs, HttpContext context, CancellationToken cancellationToken)
    {
        var follows = QueryFlag.Read(nameof(follow), follow, out var fault);
        if (fault is not null)
        {
            return ProblemResults.For(fault);
        }

        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        if (lease is not { IsReserving: true, ContainerId: { } containerId })
        {
            return ProblemResults.For(new Problem(ErrorCodes.NotActive, $"lease {lease.Id} has no container, so it has no logs"));
        }

        context.Response.ContentType = "text/plain; charset=utf-8";
        var result = await logs.CopyAsync(containerId, follows, context.Response.Body, cancellationToken);
        return result.IsDone || context.Response.HasStarted ? Results.Empty : ProblemResults.For(result.Error!); // not done carries an error
    }
}
