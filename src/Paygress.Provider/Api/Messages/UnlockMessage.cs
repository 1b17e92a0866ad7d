using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/leases/{id}/unlock</c>.</summary>
internal sealed record UnlockMessage
{
    /// <summary>Base64url of 32 bytes, without padding.</summary>
    [JsonConverter(typeof(KeyConverter))]
    [JsonPropertyName("key_b64")]
    public byte[]? Key { get; init; }
}
