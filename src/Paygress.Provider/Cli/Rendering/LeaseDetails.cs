using Paygress.Provider.Api.Messages;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>One lease in full.</summary>
internal static class LeaseDetails
{
    /// <summary>What the one who asked for it needs: how to reach it, and until when.</summary>
    public static IRenderable Access(LeaseMessage lease) => Ports(Identity(lease), lease)
        .Add("data path", Data(lease))
        .Add("last error", lease.LastError, new Style(Color.Red))
        .Grid;

    /// <summary>Everything.</summary>
    public static IRenderable All(LeaseMessage lease) => Ports(Identity(lease), lease)
        .Add("data path", Data(lease))
        .Add("image", lease.Image)
        .Add("digest", lease.ImageDigest)
        .Add("tier", lease.Tier)
        .Add("owner", lease.Owner)
        .Add("request", lease.RequestId)
        .Add("created", ShortTime.Moment(lease.CreatedAt))
        .Add("started", lease.StartedAt is { } started ? ShortTime.Moment(started) : null)
        .Add("ended", lease.EndedAt is { } ended ? ShortTime.Moment(ended) : null)
        .Add("container", Container(lease.Container))
        .Add("env", lease.Container?.EnvNames is { Count: > 0 } names ? string.Join(' ', names.Select(n => $"{n}=***")) : null)
        .Add("restarts", $"{lease.Restarts}")
        .Add("outage", Outage(lease))
        .Add("doing", lease.Progress)
        .Add("last error", lease.LastError, new Style(Color.Red))
        .Grid;

    private static Facts Identity(LeaseMessage lease) => new Facts()
        .Add("vmid", lease.Vmid is { } vmid ? $"{vmid}" : null)
        .Add("lease", lease.LeaseId)
        .Add("state", State(lease), StateStyle.Of(lease.State))
        .Add("workload", lease.Template ?? lease.Image)
        .Add("expires", Expiry(lease));

    private static Facts Ports(Facts facts, LeaseMessage lease)
    {
        foreach (var port in lease.Ports)
        {
            facts.Add("reach", $"{PortText.Address(port)}  {PortText.Target(port)}", new Style(decoration: Decoration.Bold));
        }

        return facts;
    }

    private static string State(LeaseMessage lease)
    {
        string?[] why = [lease.EndReason, lease.Code];
        var known = why.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return known.Count == 0 ? lease.State : $"{lease.State} ({string.Join(", ", known)})";
    }

    private static string? Outage(LeaseMessage lease)
    {
        var credit = ShortTime.Span(TimeSpan.FromSeconds(lease.OutageCreditSeconds));
        return lease.OutageSince is { } since ? $"since {ShortTime.Moment(since)}; {credit} given back so far"
            : lease.OutageCreditSeconds > 0 ? $"over; {credit} given back"
            : null;
    }

    private static string? Expiry(LeaseMessage lease) =>
        lease.ExpiresAt is not { } end ? null
        : lease.Held ? $"{ShortTime.Moment(end)}, held until 'paygress-provider confirm {lease.Vmid}'"
        : lease.SecondsLeft is { } seconds ? $"{ShortTime.Moment(end)}, in {ShortTime.Span(TimeSpan.FromSeconds(seconds))}"
        : ShortTime.Moment(end);

    private static string? Data(LeaseMessage lease) => lease.DataPath is null ? null : $"{lease.DataPath} ({(lease.Encrypted ? "encrypted with your key" : "not encrypted")})";

    private static string? Container(LeaseContainerMessage? container)
    {
        string?[] parts = [container?.Name, container?.Id is { Length: > 12 } id ? id[..12] : container?.Id, container?.Ip, container?.Status];
        return container is null ? null : string.Join(", ", parts.OfType<string>());
    }
}
