using Paygress.Provider.Core.Images;

namespace Paygress.Provider.Linux.Docker;

/// <summary>How docker is reached and what every container gets, whatever its tier and template: section <c>Docker</c>.</summary>
public sealed class DockerOptions
{
    public const string SectionName = "Docker";

    /// <summary>The docker client: a name to look up in PATH, or a path.</summary>
    public string Program { get; set; } = "docker";

    /// <summary>The name of the tenants' network; created when it is missing.</summary>
    public string Network { get; set; } = "paygress";

    /// <summary>The name of that network's bridge, at most 15 characters: firewall rules can rely on it.</summary>
    public string Bridge { get; set; } = "paygress0";

    /// <summary>The addresses of that network in CIDR form. Explicit, because docker's automatic ones end at about 30 networks.</summary>
    public string Subnet { get; set; } = "10.213.0.0/20";

    /// <summary>The name servers that tenants get, IPv4; the only ones that they reach.</summary>
    public IReadOnlyList<string> Dns { get; set; } = [];

    /// <summary>Whether docker is started again when a flush of the firewall took its rules away. Every container of the machine ends with it; tenants' are started again within their leases.</summary>
    public bool RepairByRestart { get; set; }

    /// <summary>The OCI runtime, as <c>runsc</c>; empty for the daemon's default.</summary>
    public string Runtime { get; set; } = "";

    /// <summary>The host address at which ports are published.</summary>
    public string BindAddress { get; set; } = "0.0.0.0";

    /// <summary>When an image is fetched from its registry.</summary>
    public PullPolicy PullPolicy { get; set; } = PullPolicy.Missing;

    /// <summary>How many images are fetched at once; the others wait.</summary>
    public int MaxPulls { get; set; } = 2;

    /// <summary>The deadline of a question: ps, inspect, ls.</summary>
    public TimeSpan QueryTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The deadline for creating a container, network or volume. After it the outcome is unknown.</summary>
    public TimeSpan CreateTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The deadline for starting a container. After it the outcome is unknown.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The deadline for one batch of signals.</summary>
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The deadline for removing one batch of containers, or a volume. After it the outcome is unknown.</summary>
    public TimeSpan DeleteTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The deadline for fetching one image, counted from when its turn comes.</summary>
    public TimeSpan PullTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long the stream of events may be silent before it is asked for anew: a dead connection is silent too.</summary>
    public TimeSpan EventsIdleTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The size in MB at which a container's log file is rotated.</summary>
    public int LogMaxSizeMb { get; set; } = 10;

    /// <summary>How many log files are kept of a container.</summary>
    public int LogMaxFiles { get; set; } = 3;

    /// <summary>How many processes and threads a container may have.</summary>
    public int PidsLimit { get; set; } = 512;

    /// <summary>How long docker may keep one step of a loop waiting: its whole time for ten questions, and for one command of each kind.</summary>
    /// <remarks>A loop that waits this long is not stuck. Fetches of images go on beside the loops.</remarks>
    public TimeSpan LongestStep => (10 * QueryTimeout) + CreateTimeout + StartTimeout + StopTimeout + DeleteTimeout;
}
