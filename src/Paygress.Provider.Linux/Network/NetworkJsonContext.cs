using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Network;

/// <summary>Reads the JSON of ip and bridge, and reads and writes our own, without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(List<RouteRule>))]
[JsonSerializable(typeof(List<Route>))]
[JsonSerializable(typeof(List<BridgePort>))]
[JsonSerializable(typeof(StoredNetworkState))]
internal sealed partial class NetworkJsonContext : JsonSerializerContext;
