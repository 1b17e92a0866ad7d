using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Docker;

/// <summary>A network as <c>docker network inspect</c> shows it.</summary>
internal sealed record DockerNetwork
{
    public const string BridgeNameOption = "com.docker.network.bridge.name";

    /// <summary>Whether containers reach each other. Refused, docker lets the firewall see what goes from one to another.</summary>
    public const string NeighboursOption = "com.docker.network.bridge.enable_icc";

    public string? Id { get; init; }

    public string? Driver { get; init; }

    public Dictionary<string, string>? Options { get; init; }

    [JsonPropertyName("IPAM")]
    public DockerIpam? Ipam { get; init; }

    /// <summary>What is not as it was asked for; none when all is.</summary>
    public string? DifferenceTo(DockerOptions options)
    {
        var bridge = Options?.GetValueOrDefault(BridgeNameOption);
        var subnet = Ipam?.Config?.FirstOrDefault()?.Subnet;
        return Driver != "bridge" ? $"its driver is {Driver}, not bridge"
            : bridge != options.Bridge ? $"its bridge is {bridge ?? "unnamed"}, not {options.Bridge}"
            : subnet != options.Subnet ? $"its subnet is {subnet ?? "unset"}, not {options.Subnet}"
            : Options?.GetValueOrDefault(NeighboursOption) != "false" ? $"its containers reach each other ({NeighboursOption} is not false)"
            : null;
    }
}
