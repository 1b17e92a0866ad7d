using System.Collections.Immutable;
using System.Globalization;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Reads what a container says of its lease. Pure; anybody may have written its labels.</summary>
internal sealed class DockerDetailsReader(DockerStatusReader statuses)
{
    private const long NanoCpusPerMillicore = 1_000_000;

    /// <summary>The container with all that its labels and limits say.</summary>
    public ContainerDetails Read(DockerContainer container)
    {
        var labels = container.Labels ?? [];
        return new ContainerDetails
        {
            Status = statuses.Read(container),
            RequestId = RequestId.TryParse(labels.GetValueOrDefault(DockerLabels.Request), out var request) ? request : null,
            Owner = OwnerId.TryParse(labels.GetValueOrDefault(DockerLabels.Owner), out var owner) ? owner : null,
            TierId = NoneIfEmpty(labels.GetValueOrDefault(DockerLabels.Tier)),
            Template = NoneIfEmpty(labels.GetValueOrDefault(DockerLabels.Template)),
            DataPath = NoneIfEmpty(labels.GetValueOrDefault(DockerLabels.DataPath)),
            Duration = ReadDuration(labels.GetValueOrDefault(DockerLabels.DurationSeconds)),
            ImageId = DockerIds.IsImage(container.Image) ? container.Image : null,
            CpuMillicores = (int)Math.Min(int.MaxValue, container.NanoCpus / NanoCpusPerMillicore),
            MemoryBytes = container.Memory,
            WritableRoot = !container.ReadonlyRootfs,
            EnvNames = [.. (container.EnvNames ?? []).OfType<string>()],
            Ports = [.. ReadPorts(container.PortBindings).OrderBy(p => p.HostPort)],
        };
    }

    private static TimeSpan? ReadDuration(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;

    private static IEnumerable<LeasePort> ReadPorts(Dictionary<string, DockerPortBinding[]?>? bindings)
    {
        foreach (var (name, hosts) in bindings ?? [])
        {
            var protocol = name.EndsWith("/udp", StringComparison.Ordinal) ? PortProtocol.Udp : PortProtocol.Tcp;
            foreach (var host in hosts ?? [])
            {
                if (TryPort(name.Split('/')[0], out var inside) && TryPort(host?.HostPort, out var outside))
                {
                    yield return new LeasePort(outside, inside, protocol, Label: null);
                }
            }
        }
    }

    private static bool TryPort(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535;

    private static string? NoneIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
