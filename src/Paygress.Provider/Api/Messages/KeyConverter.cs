using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>Reads and writes a key as base64url without it ever becoming a string. What is no base64url becomes no bytes, which no key is.</summary>
internal sealed class KeyConverter : JsonConverter<byte[]>
{
    // A longer text can't be a 32 byte key; refusing it early keeps the scratch buffers small.
    private const int LongestText = 1024;

    public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new JsonException("a key must be a text");
        }

        if ((reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length) > LongestText)
        {
            throw new JsonException("that is no key of 32 bytes");
        }

        Span<byte> text = stackalloc byte[LongestText];
        Span<byte> bytes = stackalloc byte[LongestText];
        try
        {
            return Decode(text[..reader.CopyString(text)], bytes);
        }
        finally
        {
            text.Clear();
            bytes.Clear();
        }
    }

    public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[Base64Url.GetEncodedLength(value.Length)];
        Base64Url.EncodeToUtf8(value, text);
        writer.WriteStringValue(text);
        text.Clear();
    }

    // Not the Try method: that one throws at what is no base64url.
    private static byte[] Decode(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Contains((byte)'=') || Base64Url.DecodeFromUtf8(text, bytes, out _, out var written) is not OperationStatus.Done)
        {
            return [];
        }

        // Pinned: the garbage collector must not leave a copy behind.
        var key = GC.AllocateUninitializedArray<byte>(written, pinned: true);
        bytes[..written].CopyTo(key);
        KeysInFlight.Add(key);
        return key;
    }
}
