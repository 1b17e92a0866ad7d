using System.Text.Json.Serialization;

namespace Paygress.Provider.Checks;

/// <summary>The JSON of <c>check</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(CheckMessage))]
internal sealed partial class CheckJsonContext : JsonSerializerContext;
