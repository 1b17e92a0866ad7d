namespace Paygress.Provider.Core.Hosts;

/// <summary>Who this provider is and where it keeps things: section <c>Provider</c>.</summary>
public sealed class ProviderOptions
{
    public const string SectionName = "Provider";

    /// <summary>The name in heartbeats; empty takes the machine's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The address that tenants are told; empty takes <c>Docker:BindAddress</c>, or the loopback address where that stands for all.</summary>
    public string PublicHost { get; set; } = "";

    /// <summary>Books, volumes and env files. Survives everything.</summary>
    public string DataDirectory { get; set; } = "/var/lib/paygress";

    /// <summary>Device links, socket and heartbeat. Must not survive a reboot.</summary>
    public string RuntimeDirectory { get; set; } = "/run/paygress";

    /// <summary>The first vmid that is handed out.</summary>
    public int VmidRangeStart { get; set; } = 1000;

    /// <summary>The last vmid that is handed out.</summary>
    public int VmidRangeEnd { get; set; } = 1999;
}
