using System.Text.Json.Serialization;

namespace Paygress.Provider.Configuration;

/// <summary>The JSON of <c>config show</c> and <c>config check</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(ConfigShowMessage))]
[JsonSerializable(typeof(ConfigCheckMessage))]
internal sealed partial class ConfigJsonContext : JsonSerializerContext;
