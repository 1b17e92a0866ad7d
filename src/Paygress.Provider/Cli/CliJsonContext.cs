using System.Text.Json.Serialization;

namespace Paygress.Provider.Cli;

/// <summary>The JSON that only the command line prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(InspectMessage))]
[JsonSerializable(typeof(LogLineMessage))]
internal sealed partial class CliJsonContext : JsonSerializerContext;
