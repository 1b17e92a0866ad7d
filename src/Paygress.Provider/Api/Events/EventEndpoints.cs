using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api.Events;

/// <summary>What happens to all leases, as it happens.</summary>
internal static class EventEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/events", StreamAsync);

    private static async Task<IResult> StreamAsync(
        string? follow, string? last, HttpContext context, IEventLog log, EventStream stream, EventClients clients, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        var follows = QueryFlag.Read(nameof(follow), follow, out var fault) || string.IsNullOrEmpty(follow);
        var (after, misplaced) = await EventPlace.FindAsync(context.Request.Headers["Last-Event-ID"], last, log, cancellationToken);
        if ((fault ?? misplaced) is { } wrong)
        {
            return ProblemResults.For(wrong);
        }

        if (!clients.TryEnter())
        {
            return ProblemResults.For(new Problem(ErrorCodes.TooManyRequests, $"{EventClients.Most} clients follow events already; try again when one has left"));
        }

        try
        {
            // A stream has no end of its own, and a stop does not wait for it.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime.ApplicationStopping);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            if (!await stream.CopyAsync(context.Response.Body, after, follows, stop.Token))
            {
                context.Abort();
            }
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Whoever follows asks the next provider for the rest. To all others a clean end would say that there is none.
            if (!follows)
            {
                context.Abort();
            }
        }
        finally
        {
            clients.Leave();
        }

        return Results.Empty;
    }
}
