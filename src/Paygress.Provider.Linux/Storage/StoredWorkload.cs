using System.Collections.Immutable;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A workload as the store holds it. Members are added with a default, never renamed or removed.</summary>
/// <remarks>Setters instead of init: source-generated JSON would lose the defaults of members that a text lacks.</remarks>
internal sealed class StoredWorkload
{
    public string Image { get; set; } = "";

    public string? Template { get; set; }

    public StoredTier Tier { get; set; } = new();

    public ImmutableArray<StoredPort> Ports { get; set; } = [];

    public string? DataPath { get; set; }

    public bool Encrypted { get; set; }

    public bool HasEnv { get; set; }

    public bool Init { get; set; } = true;

    public ImmutableArray<string> Capabilities { get; set; } = [];

    public ImmutableArray<string> Ulimits { get; set; } = [];

    /// <summary>True in books from before there was a choice.</summary>
    public bool WritableRoot { get; set; } = true;

    public static StoredWorkload From(Workload workload) => new()
    {
        Image = workload.Image,
        Template = workload.Template,
        Tier = StoredTier.From(workload.Tier),
        Ports = [.. workload.Ports.Select(StoredPort.From)],
        DataPath = workload.DataPath,
        Encrypted = workload.Encrypted,
        HasEnv = workload.HasEnv,
        Init = workload.Init,
        Capabilities = workload.Capabilities,
        Ulimits = workload.Ulimits,
        WritableRoot = workload.WritableRoot,
    };

    public Workload ToWorkload() => new()
    {
        Image = Image,
        Template = Template,
        Tier = Tier.ToTier(),
        Ports = [.. Ports.Select(port => StoredPart.Of(port).ToWorkloadPort())],
        DataPath = DataPath,
        Encrypted = Encrypted,
        HasEnv = HasEnv,
        Init = Init,
        Capabilities = [.. Capabilities.Select(StoredPart.Of)],
        Ulimits = [.. Ulimits.Select(StoredPart.Of)],
        WritableRoot = WritableRoot,
    };
}
