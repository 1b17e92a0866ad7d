using System.Security.Cryptography;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Api;

/// <summary>Asking for leases.</summary>
internal static class SpawnEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/spawns", SubmitAsync);
        routes.MapGet("/v1/spawns/{requestId}", FollowAsync);
    }

    private static async Task<IResult> SubmitAsync(HttpRequest request, SpawnIntake intake, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(request, ApiJsonContext.Default.SpawnMessage, cancellationToken);
        if (message is null)
        {
            return ProblemResults.For(problem!); // one of the two is there
        }

        try
        {
            return Answer(await intake.SubmitAsync(SpawnMapper.ToRequest(message), cancellationToken), mapper);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(message.VolumeEncryption?.Key);
        }
    }

    private static IResult Answer(SpawnOutcome outcome, LeaseMapper mapper) => outcome switch
    {
        SpawnOutcome.Accepted x => Results.Json(mapper.ToMessage(x.Lease), ApiJsonContext.Default.LeaseMessage, statusCode: StatusCodes.Status202Accepted),
        SpawnOutcome.Known x => Results.Json(mapper.ToMessage(x.Lease), ApiJsonContext.Default.LeaseMessage),
        SpawnOutcome.Refused x => ProblemResults.For(x.Problems),
        var other => throw new InvalidOperationException($"no answer for {other}"),
    };

    private static async Task<IResult> FollowAsync(string requestId, string? wait, ILeaseStore store, LeaseWaiter waiter, LeaseMapper mapper, CancellationToken cancellationToken)
    {
        var time = LeaseWaiter.Read(wait, out var fault);
        if (fault is not null)
        {
            return ProblemResults.For(fault);
        }

        var lease = RequestId.TryParse(requestId, out var id)
            ? await waiter.WaitAsync(
                () => store.FindAsync(id, cancellationToken),
                l => l.State is not (LeaseState.Queued or LeaseState.Provisioning),
                anyChange: true,
                time,
                cancellationToken)
            : null;
        return lease is null
            ? ProblemResults.For(new Problem(ErrorCodes.NotFound, $"there is no request {requestId}"))
            : Results.Json(mapper.ToMessage(lease), ApiJsonContext.Default.LeaseMessage);
    }
}
