using Microsoft.Extensions.Options;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.Exec;

/// <summary>The way of an operator into a tenant's container.</summary>
/// <remarks>The caller runs docker: a terminal needs no relay then, and whoever has no rights on docker gets none by us.</remarks>
internal static class ExecEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/leases/{id}/exec", GrantAsync);

    private static async Task<IResult> GrantAsync(
        string id, HttpContext context, LeaseWaiter finder, ExecJournal journal, IOptions<DockerOptions> docker, CancellationToken cancellationToken)
    {
        var (message, problem) = await RequestBody.ReadAsync(context.Request, ApiJsonContext.Default.ExecMessage, cancellationToken);
        if ((problem ?? ExecRule.FindFault(message!.Program)) is { } fault)
        {
            return ProblemResults.For(fault);
        }

        if (await finder.FindAsync(id, cancellationToken) is not { } lease)
        {
            return ProblemResults.NoSuchLease(id);
        }

        if (lease is not { ShouldRun: true, ContainerId: { } containerId })
        {
            return ProblemResults.For(new Problem(ErrorCodes.NotActive, $"nothing runs for lease {lease.Id} at present, so there is nothing to go into"));
        }

        journal.ContainerEntered(PeerCredentials.UidOf(context), message!.Program, lease.Id, lease.Vmid);
        return Results.Json(Grant(docker.Value, containerId), ApiJsonContext.Default.ExecGrantMessage);
    }

    private static ExecGrantMessage Grant(DockerOptions docker, string containerId) => new()
    {
        Docker = docker.Program,
        DockerHost = Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } host ? host : null,
        ContainerId = containerId,
    };
}
