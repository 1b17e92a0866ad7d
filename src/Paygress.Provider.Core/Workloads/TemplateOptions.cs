using System.Collections.Immutable;

namespace Paygress.Provider.Core.Workloads;

/// <summary>One template, as it is configured: <c>Templates:SLUG</c>.</summary>
public sealed class TemplateOptions
{
    /// <summary>The image, as <c>[registry/]path[:tag][@sha256:digest]</c>.</summary>
    public string Image { get; set; } = "";

    /// <summary>What it is, for whoever chooses.</summary>
    public string? Description { get; set; }

    /// <summary>Each as <c>80/tcp</c>, or <c>80/tcp label</c>.</summary>
    public IList<string> Ports { get; set; } = [];

    /// <summary>Env that every container of it gets; a request may override a value.</summary>
    public IDictionary<string, string> Env { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Env that a request must give.</summary>
    public IList<string> RequiredEnv { get; set; } = [];

    /// <summary>Where the data volume is mounted; without it there is no volume.</summary>
    public string? DataPath { get; set; }

    /// <summary>The least it needs: thousandths of a core.</summary>
    public int MinimumCpuMillicores { get; set; }

    /// <summary>The least it needs: megabytes (binary).</summary>
    public int MinimumMemoryMb { get; set; }

    /// <summary>The least it needs: gigabytes (binary).</summary>
    public int MinimumStorageGb { get; set; }

    /// <summary>Docker's small init as PID 1.</summary>
    public bool Init { get; set; } = true;

    /// <summary>The capabilities kept; empty keeps the default list.</summary>
    public IList<string> Capabilities { get; set; } = [];

    /// <summary>Each as <c>name=soft:hard</c>.</summary>
    public IList<string> Ulimits { get; set; } = [];

    /// <summary>The container may write outside its data volume and its memory. How much is not bounded: who fills the disk is ended.</summary>
    public bool WritableRoot { get; set; }

    /// <summary>The template. Ports must have been checked with <see cref="PortText.TryParse"/>.</summary>
    public Template ToTemplate(string slug) => new()
    {
        Slug = slug,
        Image = Image,
        Description = Description,
        Ports = [.. Ports.Select(PortText.Parse)],
        Env = Env.ToImmutableSortedDictionary(StringComparer.Ordinal),
        RequiredEnv = [.. RequiredEnv],
        DataPath = string.IsNullOrEmpty(DataPath) ? null : DataPath,
        Minimum = new TierMinimum(MinimumCpuMillicores, MinimumMemoryMb, MinimumStorageGb),
        Init = Init,
        Capabilities = [.. Capabilities],
        Ulimits = [.. Ulimits],
        WritableRoot = WritableRoot,
    };
}
