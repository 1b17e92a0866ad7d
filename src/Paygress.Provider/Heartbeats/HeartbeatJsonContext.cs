using System.Text.Json.Serialization;

namespace Paygress.Provider.Heartbeats;

/// <summary>The JSON of heartbeats.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HeartbeatMessage))]
internal sealed partial class HeartbeatJsonContext : JsonSerializerContext;
