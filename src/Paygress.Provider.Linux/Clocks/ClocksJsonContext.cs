using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>The JSON of the clock's file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StoredClockMark))]
internal sealed partial class ClocksJsonContext : JsonSerializerContext;
