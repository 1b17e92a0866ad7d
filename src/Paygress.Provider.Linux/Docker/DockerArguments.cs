using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What is said to docker about containers, word for word. Pure.</summary>
/// <remarks>
/// Every option is one argument, <c>--name=value</c>, and what comes from outside stands in a value or after <c>--</c>:
/// so no word of a tenant or an operator can become an option.
/// </remarks>
internal sealed class DockerArguments(DockerOptions options, DockerLabels labels)
{
    public const string IdFormat = "--format={{json .ID}}";
    public const string NamesFormat = "--format={{json .Names}}";

    // Where programs write that keep nothing. In memory, so what is there counts as the tenant's memory. A writable root has none of it.
    private static readonly ImmutableArray<string> Scratch = ["/tmp", "/var/tmp", "/run"];

    /// <summary>Creates a container with every limit that was sold and every right that is not needed taken away.</summary>
    /// <param name="boundsRoot">Whether docker can bound a root that may be written.</param>
    /// <param name="imageVolumes">The directories for which the image wants volumes: docker's would have no bound.</param>
    public ImmutableArray<string> Create(ContainerSpec spec, bool boundsRoot = false, params ImmutableArray<string> imageVolumes) =>
    [
        "create",
        $"--name={DockerNames.ContainerOf(spec.Vmid)}",
        $"--hostname={DockerNames.ContainerOf(spec.Vmid)}",
        .. labels.Of(spec).Select(label => $"--label={label.Key}={label.Value}"),
        "--restart=no",

        // Said either way: dockerd may be configured to give everybody one.
        $"--init={(spec.Workload.Init ? "true" : "false")}",
        .. If(options.Runtime.Length > 0, $"--runtime={options.Runtime}"),
        .. Limits(spec.Workload),
        .. Rights(spec.Workload),
        .. Root(spec.Workload),
        .. If(boundsRoot && spec.Workload.WritableRoot, Invariant($"--storage-opt=size={spec.Workload.Tier.StorageBytes}")),
        .. imageVolumes.Except([.. spec.Workload.WritableRoot ? [] : Scratch, spec.Workload.DataPath]).Select(path => "--mount=" + InMemory(path!, spec.Workload.Tier)), // of an image
        "--log-driver=local",
        Invariant($"--log-opt=max-size={options.LogMaxSizeMb}m"),
        Invariant($"--log-opt=max-file={options.LogMaxFiles}"),
        $"--network={options.Network}",
        .. options.Dns.Select(address => $"--dns={address}"),
        .. spec.Ports.Select(Publish),
        .. If(spec.EnvironmentFile is not null, $"--env-file={spec.EnvironmentFile}"),
        .. If(spec.Workload.DataPath is not null, "--mount=" + Mount(spec)),
        "--pull=never",
        "--",
        ImageId(spec.ImageId),
    ];

    public static ImmutableArray<string> Versions() =>
        ["version", """--format={"Client":{{json .Client.Version}},"Server":{{json .Server.Version}}}"""];

    public static ImmutableArray<string> Limits() =>
        ["info", """--format={"Memory":{{json .MemoryLimit}},"Swap":{{json .SwapLimit}},"Cpu":{{json .CPUCfsQuota}},"Pids":{{json .PidsLimit}},"CgroupVersion":{{json .CgroupVersion}},"CgroupDriver":{{json .CgroupDriver}}}"""];

    public static ImmutableArray<string> Runtimes() =>
        ["info", """--format={"Known":{{json .Runtimes}},"Default":{{json .DefaultRuntime}}}"""];

    /// <summary>Where the client looks for its engine. It asks nobody for that.</summary>
    public static ImmutableArray<string> Endpoint() => ["context", "inspect", "--format={{json .Endpoints.docker.Host}}"];

    /// <summary>Which engine answers. Engines of one machine may share an id, and those of several a folder.</summary>
    public static ImmutableArray<string> Engine() => ["info", """--format={"ID":{{json .ID}},"DockerRootDir":{{json .DockerRootDir}}}"""];

    public static ImmutableArray<string> Version() => ["version", "--format={{.Server.Version}}"];

    public static ImmutableArray<string> Start(string containerId) => ["start", "--", DockerIds.Full(containerId)];

    public static ImmutableArray<string> Signal(IEnumerable<string> containerIds, StopSignal signal) =>
        ["kill", signal == StopSignal.Kill ? "--signal=KILL" : "--signal=TERM", "--", .. containerIds.Select(DockerIds.Full)];

    /// <summary>Removes containers, running or not, with their anonymous volumes.</summary>
    public static ImmutableArray<string> Delete(IEnumerable<string> containerIds) =>
        ["rm", "--force", "--volumes", "--", .. containerIds.Select(DockerIds.Full)];

    /// <summary>The full ids of all containers of ours.</summary>
    public ImmutableArray<string> ListOurs() =>
        ["ps", "--all", "--no-trunc", $"--filter=label={labels.OfHost}", IdFormat];

    /// <summary>The names of all containers that may bear one of our names.</summary>
    public static ImmutableArray<string> ListNames() =>
        ["ps", "--all", "--no-trunc", $"--filter=name={DockerNames.Prefix}", NamesFormat];

    public static ImmutableArray<string> Inspect(IEnumerable<string> idsOrNames) =>
        ["container", "inspect", InspectFormats.Status, "--", .. idsOrNames];

    /// <summary>Asks for all that a lease can be rebuilt from.</summary>
    public static ImmutableArray<string> Describe(string name) =>
        ["container", "inspect", InspectFormats.Details, "--", name];

    /// <summary>The deaths of our containers, as they happen.</summary>
    /// <param name="since">How far back docker is to begin, by its own clock; none for what happens from now on.</param>
    public ImmutableArray<string> Deaths(TimeSpan? since) =>
        ["events", .. If(since is not null, string.Create(CultureInfo.InvariantCulture, $"--since={Math.Ceiling(since.GetValueOrDefault().TotalSeconds)}s")), "--filter=type=container", "--filter=event=die", $"--filter=label={labels.OfHost}", InspectFormats.Death];

    public static ImmutableArray<string> Logs(string containerId, bool follow) =>
        ["logs", .. If(follow, "--follow"), "--", DockerIds.Full(containerId)];

    /// <summary>Runs a script of ours in a container of ours.</summary>
    public static ImmutableArray<string> Attempt(string containerId, string script, bool asRoot) =>
        ["exec", .. If(asRoot, "--user=0"), DockerIds.Full(containerId), "busybox", "sh", "-c", script];

    public static ImmutableArray<string> InspectImage(string reference) =>
        ["image", "inspect", InspectFormats.Image, "--", reference];

    public static ImmutableArray<string> ListImages() => ["image", "ls", "--all", "--no-trunc", IdFormat];

    /// <summary>Removes an image, never one of which a container is made. By its id, unless it has several names: docker wants to hear all of those.</summary>
    public static ImmutableArray<string> RemoveImage(HostImage image) =>
        ["image", "rm", "--no-prune", "--", .. image.Tags.Length > 1 ? image.Tags : [ImageId(image.Id)]];

    /// <summary>For what an image wants volumes; an image may have no configuration at all.</summary>
    public static ImmutableArray<string> ImageVolumes(string imageId) =>
        ["image", "inspect", InspectFormats.ImageVolumes, "--", ImageId(imageId)];

    /// <summary>What containers wrote into their roots.</summary>
    public static ImmutableArray<string> Measure(IEnumerable<string> containerIds) =>
        ["container", "inspect", "--size", """--format={"Id":{{json .Id}},"Bytes":{{json .SizeRw}}}""", "--", .. containerIds.Select(DockerIds.Full)];

    /// <summary>How and where docker keeps containers.</summary>
    public static ImmutableArray<string> Storage() => ["info", """--format={"Driver":{{json .Driver}},"Root":{{json .DockerRootDir}}}"""];

    public static ImmutableArray<string> Pull(string reference) => ["pull", "--", reference];

    public ImmutableArray<string> InspectNetwork() => ["network", "inspect", InspectFormats.Whole, "--", options.Network];

    public ImmutableArray<string> CreateNetwork() =>
    [
        "network", "create", "--driver=bridge", $"--subnet={options.Subnet}",
        $"--opt={DockerNetwork.BridgeNameOption}={options.Bridge}", $"--opt={DockerNetwork.NeighboursOption}=false", $"--label={labels.OfHost}", "--", options.Network,
    ];

    private IEnumerable<string> Limits(Workload workload)
    {
        var tier = workload.Tier;
        yield return Invariant($"--cpus={tier.CpuMillicores / 1000m:0.###}");
        yield return Invariant($"--memory={tier.MemoryBytes}");
        yield return Invariant($"--memory-swap={tier.MemoryBytes}");
        yield return Invariant($"--pids-limit={options.PidsLimit}");
        foreach (var ulimit in workload.Ulimits)
        {
            yield return $"--ulimit={ulimit}";
        }
    }

    private static IEnumerable<string> Rights(Workload workload) =>
        ["--security-opt=no-new-privileges", "--cap-drop=ALL", .. workload.Capabilities.Select(capability => $"--cap-add={capability}")];

    // Bounded by the tier's memory in any case, whatever all of them hold together.
    private static IEnumerable<string> Root(Workload workload) => workload.WritableRoot
        ? []
        : Scratch.Where(path => path != workload.DataPath)
            .Select(path => Invariant($"--tmpfs={path}:rw,exec,nosuid,nodev,mode=1777,size={workload.Tier.MemoryBytes / 2}"))
            .Prepend("--read-only");

    private string Publish(LeasePort port)
    {
        var address = options.BindAddress.Contains(':', StringComparison.Ordinal) ? $"[{options.BindAddress}]" : options.BindAddress;
        var protocol = port.Protocol == PortProtocol.Udp ? "udp" : "tcp";
        return Invariant($"--publish={address}:{port.HostPort}:{port.ContainerPort}/{protocol}");
    }

    private string Mount(ContainerSpec spec) => $"{new DockerVolumeArguments(labels).Mount(spec.LeaseId, spec.Vmid)},{Target(spec.Workload.DataPath ?? "")}";

    private static string InMemory(string path, Tier tier) => Invariant($"type=tmpfs,{Target(path)},tmpfs-size={tier.MemoryBytes / 2},tmpfs-mode=1777");

    // Docker reads the value as a line of CSV: quoted, a comma in the path cannot begin another option of the mount.
    private static string Target(string path) => $"\"target={path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static ImmutableArray<string> If(bool condition, string argument) => condition ? [argument] : [];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string ImageId(string id) =>
        DockerIds.IsImage(id) ? id : throw new ArgumentException("an image is named by its id", nameof(id));
}
