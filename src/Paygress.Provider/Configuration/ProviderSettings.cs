using Paygress.Provider.Api;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Eviction;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Core.Trials;
using Paygress.Provider.Core.Workloads;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Network;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.Logging;

namespace Paygress.Provider.Configuration;

/// <summary>The whole configuration, bound and checked.</summary>
internal sealed record ProviderSettings
{
    public required ProviderOptions Provider { get; init; }

    public required DockerOptions Docker { get; init; }

    public required NetworkOptions Network { get; init; }

    public required VolumesOptions Volumes { get; init; }

    public required SpawnOptions Spawn { get; init; }

    public required LeasesOptions Leases { get; init; }

    public required CapacityOptions Capacity { get; init; }

    public required PortsOptions Ports { get; init; }

    public required ImagesOptions Images { get; init; }

    public required CleanupOptions Cleanup { get; init; }

    public required HeartbeatOptions Heartbeat { get; init; }

    public required TrialOptions Trial { get; init; }

    public required ApiOptions Api { get; init; }

    public required LoggingOptions Logging { get; init; }

    public required IReadOnlyDictionary<string, TierOptions> Tiers { get; init; }

    public required IReadOnlyDictionary<string, TemplateOptions> Templates { get; init; }

    /// <summary>The socket of the local API.</summary>
    public string SocketPath => Api.Socket.Length > 0 ? Api.Socket : Path.Combine(Provider.RuntimeDirectory, "provider.sock");

    /// <summary>What tenants are told; an address that means "all of them" reaches nobody.</summary>
    public string HostAddress => (Provider.PublicHost, Docker.BindAddress) switch
    {
        ({ Length: > 0 } host, _) => host,
        (_, "0.0.0.0") => "127.0.0.1",
        (_, "::") => "::1",
        (_, var address) => address,
    };

    /// <summary>What is on offer.</summary>
    public Catalog ToCatalog() => new(
        Templates.Select(t => t.Value.ToTemplate(t.Key)),
        Tiers.Select(t => t.Value.ToTier(t.Key)));

    /// <summary>Binds values that were checked before.</summary>
    public static ProviderSettings Bind(IConfiguration values) => new()
    {
        Provider = values.GetSection(ProviderOptions.SectionName).Get<ProviderOptions>() ?? new(),
        Docker = values.GetSection(DockerOptions.SectionName).Get<DockerOptions>() ?? new(),
        Network = values.GetSection(NetworkOptions.SectionName).Get<NetworkOptions>() ?? new(),
        Volumes = values.GetSection(VolumesOptions.SectionName).Get<VolumesOptions>() ?? new(),
        Spawn = values.GetSection(SpawnOptions.SectionName).Get<SpawnOptions>() ?? new(),
        Leases = values.GetSection(LeasesOptions.SectionName).Get<LeasesOptions>() ?? new(),
        Capacity = values.GetSection(CapacityOptions.SectionName).Get<CapacityOptions>() ?? new(),
        Ports = values.GetSection(PortsOptions.SectionName).Get<PortsOptions>() ?? new(),
        Images = values.GetSection(ImagesOptions.SectionName).Get<ImagesOptions>() ?? new(),
        Cleanup = values.GetSection(CleanupOptions.SectionName).Get<CleanupOptions>() ?? new(),
        Heartbeat = values.GetSection(HeartbeatOptions.SectionName).Get<HeartbeatOptions>() ?? new(),
        Trial = values.GetSection(TrialOptions.SectionName).Get<TrialOptions>() ?? new(),
        Api = values.GetSection(ApiOptions.SectionName).Get<ApiOptions>() ?? new(),
        Logging = values.GetSection(LoggingOptions.SectionName).Get<LoggingOptions>() ?? new(),
        Tiers = values.GetSection("Tiers").Get<Dictionary<string, TierOptions>>() ?? [],
        Templates = values.GetSection("Templates").Get<Dictionary<string, TemplateOptions>>() ?? [],
    };
}
