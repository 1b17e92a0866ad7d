using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Linux.Storage;

/// <summary>The JSON texts of the store. Unknown members are passed over, so that an older version can read what a newer one wrote.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(StoredWorkload))]
[JsonSerializable(typeof(ImmutableArray<StoredPort>))]
[JsonSerializable(typeof(ImmutableArray<StoredExtension>))]
[JsonSerializable(typeof(ImmutableArray<string>))]
internal sealed partial class StorageJsonContext : JsonSerializerContext;
