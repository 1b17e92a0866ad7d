namespace Paygress.Provider.Core.Admission;

/// <summary>The host ports that are handed out: section <c>Ports</c>.</summary>
public sealed class PortsOptions
{
    public const string SectionName = "Ports";

    /// <summary>The first port of the pool. Keep the pool outside the kernel's ephemeral range: outgoing connections take those.</summary>
    public int RangeStart { get; set; } = 20000;

    /// <summary>The last port of the pool.</summary>
    public int RangeEnd { get; set; } = 29999;
}
