using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>Asks for an encrypted volume. The key stays bytes: it is never a string, so that it can be zeroed.</summary>
internal sealed record VolumeEncryptionMessage
{
    /// <summary>Must be 1.</summary>
    public int Version { get; init; }

    /// <summary>Must be <c>luks2-aes-xts</c>.</summary>
    public string? Algorithm { get; init; }

    /// <summary>Base64url of 32 bytes, without padding.</summary>
    [JsonConverter(typeof(KeyConverter))]
    [JsonPropertyName("key_b64")]
    public byte[]? Key { get; init; }
}
