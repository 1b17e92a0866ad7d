using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The labels by which we know what is ours and whose it is, also after the store is lost.</summary>
/// <param name="instanceId">This installation's id; without it nothing is ours.</param>
internal sealed class DockerLabels(string instanceId)
{
    public const string Host = "io.paygress.host";
    public const string Lease = "io.paygress.lease";
    public const string VmidLabel = "io.paygress.vmid";
    public const string Owner = "io.paygress.owner";
    public const string Tier = "io.paygress.tier";
    public const string Template = "io.paygress.template";
    public const string Request = "io.paygress.request";
    public const string DataPath = "io.paygress.data-path";
    public const string DurationSeconds = "io.paygress.duration-seconds";

    /// <summary>Every label of a container of ours.</summary>
    public static ImmutableArray<string> All { get; } = [Host, Lease, VmidLabel, Owner, Tier, Template, Request, DataPath, DurationSeconds];

    /// <summary>The label on everything of ours, as docker's filters and options take it.</summary>
    public string OfHost { get; } = $"{Host}={instanceId}";

    /// <summary>The labels of a container: all of them, or an image's own label of the same name would pass for ours.</summary>
    public ImmutableSortedDictionary<string, string> Of(ContainerSpec spec)
    {
        var labels = Of(spec.LeaseId, spec.Vmid).ToBuilder();
        labels[Owner] = spec.Owner.Value;
        labels[Tier] = spec.Workload.Tier.Id;
        labels[Request] = spec.RequestId.Value;
        labels[DurationSeconds] = ((long)spec.Duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        labels[Template] = spec.Workload.Template ?? "";
        labels[DataPath] = spec.Workload.DataPath ?? "";
        return labels.ToImmutable();
    }

    /// <summary>The labels of a volume.</summary>
    public ImmutableSortedDictionary<string, string> Of(LeaseId leaseId, Vmid vmid) =>
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)
            .Add(Host, instanceId)
            .Add(Lease, leaseId.ToString())
            .Add(VmidLabel, vmid.ToString());

    /// <summary>True when the labels say that this instance made it.</summary>
    public bool IsOurs(IReadOnlyDictionary<string, string?>? labels) => labels?.GetValueOrDefault(Host) == instanceId;

    /// <summary>The lease in the labels; none when there is none or it is unreadable.</summary>
    public static LeaseId? ReadLease(IReadOnlyDictionary<string, string?>? labels) =>
        LeaseId.TryParse(labels?.GetValueOrDefault(Lease), out var id) ? id : null;

    /// <summary>The vmid in the labels; none when there is none or it is unreadable.</summary>
    public static Vmid? ReadVmid(IReadOnlyDictionary<string, string?>? labels) =>
        Vmid.TryParse(labels?.GetValueOrDefault(VmidLabel), out var vmid) ? vmid : null;
}
