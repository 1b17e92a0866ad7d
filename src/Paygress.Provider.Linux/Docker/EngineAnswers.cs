using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Says what the engine answered in the words in which docker's client would have said it. Pure.</summary>
/// <remarks>What is not as it should be throws one of the exceptions of System.Text.Json: half an answer is none.</remarks>
internal static class EngineAnswers
{
    public static IEnumerable<string> Ids(JsonElement containers) =>
        containers.EnumerateArray().Select(c => Line(c.GetProperty("Id").WriteTo));

    public static IEnumerable<string> ContainerNames(JsonElement containers) =>
        containers.EnumerateArray().Select(c => Line(w => w.WriteStringValue(string.Join(',', c.GetProperty("Names").EnumerateArray().Select(NameOf)))));

    public static IEnumerable<string> VolumeNames(JsonElement answer) =>
        answer.GetProperty("Volumes") is { ValueKind: not JsonValueKind.Null } volumes ? volumes.EnumerateArray().Select(v => Line(v.GetProperty("Name").WriteTo)) : [];

    /// <param name="isWhole">With all that a lease can be rebuilt from.</param>
    public static string Container(JsonElement container, bool isWhole) => Object(w =>
    {
        Copy(w, container, "Id", "Name", "Created");
        WriteState(w, Get(container, "State"));
        WriteLabels(w, Get(Get(container, "Config"), "Labels"));
        Copy(w, Get(container, "NetworkSettings"), "Networks");
        Copy(w, Get(container, "HostConfig"), "Runtime");
        if (isWhole)
        {
            Copy(w, container, "Image");
            Copy(w, Get(container, "HostConfig"), InspectFormats.OfLimits.AsSpan());
            WriteEnvNames(w, Get(Get(container, "Config"), "Env"));
        }
    });

    public static string Image(JsonElement image) => Object(w =>
    {
        Copy(w, image, "Id", "Size");
        Rename(w, "Tags", Get(image, "RepoTags"));
        Rename(w, "Digests", Get(image, "RepoDigests"));
    });

    public static string ImageVolumes(JsonElement image) => Object(w =>
    {
        var config = Get(image, "Config");
        Rename(w, "Volumes", Get(config, "Volumes"));
        w.WriteBoolean("IsHuge", config is { } known && JsonMarshal.GetRawUtf8Value(known).Length > InspectFormats.MostImageConfig);
    });

    public static string Whole(JsonElement thing) => Line(thing.WriteTo);

    private static void WriteState(Utf8JsonWriter writer, JsonElement? state)
    {
        writer.WriteStartObject("State");
        Copy(writer, state, InspectFormats.OfState.AsSpan());
        writer.WriteEndObject();
    }

    // Ours alone.
    private static void WriteLabels(Utf8JsonWriter writer, JsonElement? labels)
    {
        if (labels is not { ValueKind: JsonValueKind.Object } all || !all.EnumerateObject().Any())
        {
            writer.WriteNull("Labels");
            return;
        }

        writer.WriteStartObject("Labels");
        Copy(writer, all, DockerLabels.All.AsSpan());
        writer.WriteEndObject();
    }

    // The values may be secrets: they are passed over as they stand and never become texts.
    private static void WriteEnvNames(Utf8JsonWriter writer, JsonElement? env)
    {
        writer.WriteStartArray("EnvNames");
        foreach (var variable in env is { ValueKind: JsonValueKind.Array } all ? all.EnumerateArray() : default)
        {
            var quoted = variable.ValueKind is JsonValueKind.String ? JsonMarshal.GetRawUtf8Value(variable) : throw new JsonException("a variable of an env is no text");
            var end = quoted.IndexOf((byte)'=');
            writer.WriteRawValue(end < 0 ? quoted.ToArray() : [.. quoted[..end], (byte)'"']);
        }

        writer.WriteEndArray();
    }

    private static string NameOf(JsonElement name) => name.GetString()?.TrimStart('/') ?? throw new JsonException("a container without a name");

    private static JsonElement? Get(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } thing && thing.TryGetProperty(name, out var value) ? value : null;

    private static void Copy(Utf8JsonWriter writer, JsonElement? from, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            Rename(writer, name, Get(from, name));
        }
    }

    private static void Rename(Utf8JsonWriter writer, string name, JsonElement? value)
    {
        writer.WritePropertyName(name);
        if (value is { } known)
        {
            known.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static string Object(Action<Utf8JsonWriter> write) => Line(w =>
    {
        w.WriteStartObject();
        write(w);
        w.WriteEndObject();
    });

    private static string Line(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
