using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>Reads and writes the encryption part of a request without the key ever becoming a string.</summary>
internal sealed class VolumeEncryptionConverter : JsonConverter<VolumeEncryptionMessage>
{
    // A longer text can't be a 32 byte key; refusing it early keeps the scratch buffer small.
    private const int LongestKeyText = 1024;

    public override VolumeEncryptionMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("volume_encryption must be an object");
        }

        var (version, algorithm, key) = (0, (string?)null, (byte[]?)null);
        var seen = new HashSet<string?>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case var _ when !seen.Add(name):
                    throw new JsonException("volume_encryption has a member twice");
                case "version" when reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var number):
                    version = number;
                    break;
                case "algorithm" when reader.TokenType is JsonTokenType.String:
                    algorithm = reader.GetString();
                    break;
                case "key_b64" when reader.TokenType is JsonTokenType.String:
                    key = ReadKey(ref reader);
                    break;
                default:
                    throw new JsonException($"volume_encryption.{name} is unknown or of the wrong type");
            }
        }

        return new VolumeEncryptionMessage(version, algorithm, key);
    }

    public override void Write(Utf8JsonWriter writer, VolumeEncryptionMessage value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", value.Version);
        writer.WriteString("algorithm", value.Algorithm);
        if (value.Key is { } key)
        {
            Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(key.Length)];
            Base64Url.EncodeToUtf8(key, text);
            writer.WriteString("key_b64", text);
            text.Clear();
        }

        writer.WriteEndObject();
    }

    private static byte[] ReadKey(ref Utf8JsonReader reader)
    {
        var length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length > LongestKeyText)
        {
            throw new JsonException("volume_encryption.key_b64 is not a key of 32 bytes");
        }

        Span<byte> text = stackalloc byte[LongestKeyText];
        Span<byte> bytes = stackalloc byte[LongestKeyText];
        var count = reader.CopyString(text);

        // Not the Try method: that one throws at what is no base64url.
        var status = Base64Url.DecodeFromUtf8(text[..count], bytes, out _, out var written);
        var ok = status is OperationStatus.Done && !text[..count].Contains((byte)'=');
        var key = ok ? bytes[..written].ToArray() : [];
        text.Clear();
        bytes.Clear();
        return key;
    }
}
