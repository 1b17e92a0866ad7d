using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>Asks for an encrypted volume. The key stays bytes: it is never a string, so that it can be zeroed.</summary>
internal sealed record VolumeEncryptionMessage
{
    public int Version { get; init; }

    public string? Algorithm { get; init; }

    /// <summary>Base64url of 32 bytes, without padding.</summary>
    [JsonConverter(typeof(KeyConverter))]
    [JsonPropertyName("key_b64")]
    public byte[]? Key { get; init; }
}
