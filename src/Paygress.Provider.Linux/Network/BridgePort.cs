using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Network;

/// <summary>One port of a bridge, as <c>bridge -j -d link show</c> tells it.</summary>
internal sealed record BridgePort([property: JsonPropertyName("ifname")] string? Name, string? Master, bool? Isolated);
