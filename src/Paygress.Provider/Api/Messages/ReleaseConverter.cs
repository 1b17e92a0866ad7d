using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Paygress.Provider.Api.Messages;

/// <summary>Writes and reads whichever of the two answers a <see cref="ReleaseMessage"/> is.</summary>
internal sealed class ReleaseConverter : JsonConverter<ReleaseMessage>
{
    private const string RemovedMember = "removed";

    public override ReleaseMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(RemovedMember, out _)
            ? new ReleaseMessage(null, root.Deserialize(TypeOf<RemovedListMessage>(options)))
            : new ReleaseMessage(document.RootElement.Deserialize(TypeOf<LeaseMessage>(options)));
    }

    public override void Write(Utf8JsonWriter writer, ReleaseMessage value, JsonSerializerOptions options)
    {
        if (value.Removed is { } removed)
        {
            JsonSerializer.Serialize(writer, removed, TypeOf<RemovedListMessage>(options));
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Lease!, TypeOf<LeaseMessage>(options)); // one of the two is there
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
