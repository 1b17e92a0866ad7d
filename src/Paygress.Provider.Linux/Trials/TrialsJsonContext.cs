using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Trials;

/// <summary>The JSON of the trial's file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(StoredTrial))]
internal sealed partial class TrialsJsonContext : JsonSerializerContext;
