using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>What a lease's container wrote.</summary>
internal static class LogEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/leases/{id}/logs", CopyAsync);

    private static async Task<IResult> CopyAsync(
        string id, string? follow, LeaseWaiter finder, IContainerLogs logs, LogClients clients, IHostApplicationLifetime lifetime, HttpContext context, CancellationToken cancellationToken)
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

        if (!clients.TryEnter())
        {
            return ProblemResults.For(new Problem(ErrorCodes.TooManyRequests, $"{LogClients.Most} clients read logs already; try again when one has left"));
        }

        try
        {
            // What is followed may have no end, and a stop does not wait for it.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            return await AnswerAsync(logs, containerId, follows, context, stop.Token);
        }
        finally
        {
            clients.Leave();
        }
    }

    private static async Task<IResult> AnswerAsync(IContainerLogs logs, string containerId, bool follows, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "text/plain; charset=utf-8";
        var result = await TryCopyAsync(logs, containerId, follows, context.Response.Body, cancellationToken);
        if (!result.IsDone && !context.Response.HasStarted)
        {
            return ProblemResults.For(result.Error!); // not done carries an error
        }

        // Broken off, so that nobody takes a part for the whole.
        if (!result.IsDone)
        {
            context.Abort();
        }

        return Results.Empty;
    }

    private static async Task<HostResult<Nothing>> TryCopyAsync(IContainerLogs logs, string containerId, bool follows, Stream output, CancellationToken cancellationToken)
    {
        try
        {
            return await logs.CopyAsync(containerId, follows, output, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return HostResult.Unknown<Nothing>("the provider stops; ask again in a moment");
        }
    }
}
