using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Api;

/// <summary>What is on offer.</summary>
internal static class OfferEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/tiers", (Catalog catalog) => Results.Json(
            new TierListMessage([.. catalog.Tiers.Select(t => new TierMessage(t.Id, t.CpuMillicores, t.MemoryMb, t.StorageGb, t.RateMsat))]),
            ApiJsonContext.Default.TierListMessage));
        routes.MapGet("/v1/templates", ListTemplatesAsync);
    }

    private static async Task<IResult> ListTemplatesAsync(Catalog catalog, IRootQuota quota, CancellationToken cancellationToken)
    {
        var boundsRoot = await quota.IsThereAsync(cancellationToken);
        return Results.Json(new TemplateListMessage([.. catalog.Templates.Values.Select(t => ToMessage(t, catalog, boundsRoot))]), ApiJsonContext.Default.TemplateListMessage);
    }

    private static TemplateMessage ToMessage(Template t, Catalog catalog, bool boundsRoot) => new()
    {
        Slug = t.Slug,
        Description = t.Description,
        Image = t.Image,
        Ports = [.. t.Ports.Select(p => new TemplatePortMessage(p.ContainerPort, EnumText<PortProtocol>.Of(p.Protocol), p.Label))],
        Env = t.Env,
        RequiredEnv = t.RequiredEnv,
        DataPath = t.DataPath,
        Minimum = new TemplateMinimumMessage(t.Minimum.CpuMillicores, t.Minimum.MemoryMb, t.Minimum.StorageGb),
        DefaultTier = catalog.SmallestTier(t.Minimum)?.Id,
        Init = t.Init,
        Capabilities = t.Capabilities.IsEmpty ? Capabilities.Default : t.Capabilities,
        Ulimits = t.Ulimits,
        WritableRoot = t.WritableRoot,
        BoundedRoot = !t.WritableRoot || boundsRoot,
    };
}
