using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>The schemas of the messages, from the types that the serializer itself uses.</summary>
internal sealed class MessageSchemas
{
    private const string Suffix = "Message";

    // Fields that are texts to the serializer and one of a list to a caller.
    private static readonly Dictionary<(string Schema, string Field), string[]> Choices = new()
    {
        [("Lease", "state")] = Texts<LeaseState>(),
        [("Lease", "end_reason")] = Texts<EndReason>(),
        [("LeaseEvent", "state")] = Texts<LeaseState>(),
        [("LeasePort", "protocol")] = Texts<PortProtocol>(),
        [("SpawnPort", "protocol")] = Texts<PortProtocol>(),
        [("TemplatePort", "protocol")] = Texts<PortProtocol>(),
        [("Problem", "code")] = [.. CodeMeanings.All.Keys],
        [("ProblemFault", "code")] = [.. CodeMeanings.All.Keys],
    };

    // What a body must have, though the type lets it be missing, so that all faults can be told at once.
    private static readonly Dictionary<string, string[]> RequiredOfBodies = new(StringComparer.Ordinal)
    {
        ["Spawn"] = ["duration_seconds"],
        ["SpawnPort"] = ["container_port"],
        ["VolumeEncryption"] = ["version", "algorithm", "key_b64"],
        ["Extend"] = ["request_id", "duration_seconds"],
        ["Confirm"] = [],
        ["Unlock"] = ["key_b64"],
        ["Drain"] = ["draining"],
    };

    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>All that were asked for, and what they are made of.</summary>
    public JsonObject ToJson() => new(_schemas.Select(s => KeyValuePair.Create<string, JsonNode?>(s.Key, s.Value)));

    /// <summary>A reference to the schema of a message.</summary>
    public JsonObject Refer(Type type)
    {
        var name = NameOf(type);
        if (_schemas.TryAdd(name, []))
        {
            Fill(_schemas[name], name, type);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private void Fill(JsonObject schema, string name, Type type)
    {
        var fields = ApiJsonContext.Default.GetTypeInfo(type)!.Properties; // every message is in the context
        schema["type"] = "object";
        schema["description"] = ApiComments.Of(type);
        schema["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create<string, JsonNode?>(f.Name, Describe(name, type, f))));
        schema["required"] = new JsonArray([.. (RequiredOfBodies.GetValueOrDefault(name) ?? fields.Select(f => f.Name)).Select(f => JsonValue.Create(f))]);
        schema["additionalProperties"] = false;
    }

    private JsonObject Describe(string schema, Type type, JsonPropertyInfo field)
    {
        var described = Kind(field.PropertyType);
        if (Choices.TryGetValue((schema, field.Name), out var choices))
        {
            described["enum"] = new JsonArray([.. choices.Select(c => JsonValue.Create(c)), .. field.IsGetNullable ? [null] : Array.Empty<JsonNode?>()]);
        }

        var result = !field.IsGetNullable ? described
            : described.ContainsKey("$ref") ? new JsonObject { ["anyOf"] = new JsonArray(described, new JsonObject { ["type"] = "null" }) }
            : AllowNull(described);
        result["description"] = ApiComments.Of(type, field.Name);
        return result;
    }

    private JsonObject Kind(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? Kind(inner)
        : type == typeof(string) ? Of("string")
        : type == typeof(bool) ? Of("boolean")
        : type == typeof(int) ? Of("integer", "int32")
        : type == typeof(long) ? Of("integer", "int64")
        : type == typeof(double) ? Of("number", "double")
        : type == typeof(DateTimeOffset) ? Of("string", "date-time")
        : type == typeof(byte[]) ? new JsonObject { ["type"] = "string", ["contentEncoding"] = "base64url", ["pattern"] = "^[A-Za-z0-9_-]{43}$" }
        : type.IsGenericType && type.GenericTypeArguments is [var item] ? new JsonObject { ["type"] = "array", ["items"] = Kind(item) }
        : type.IsGenericType && type.GenericTypeArguments is [_, var value] ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Kind(value) }
        : Refer(type);

    private static JsonObject AllowNull(JsonObject schema)
    {
        schema["type"] = new JsonArray((string)schema["type"]!, "null");
        return schema;
    }

    private static JsonObject Of(string type, string? format = null) =>
        format is null ? new JsonObject { ["type"] = type } : new JsonObject { ["type"] = type, ["format"] = format };

    private static string NameOf(Type type) => type.Name.EndsWith(Suffix, StringComparison.Ordinal) ? type.Name[..^Suffix.Length] : throw new JsonException($"{type.Name} is no message");

    private static string[] Texts<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(EnumText<T>.Of)];
}
