using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/spawns</c>.</summary>
internal sealed record SpawnMessage : IJsonOnDeserialized
{
    /// <summary>Makes the request idempotent; one is made up when it is missing.</summary>
    public string? RequestId { get; init; }

    public string? Owner { get; init; }

    /// <summary>Either this or <see cref="Image"/>.</summary>
    public string? Template { get; init; }

    public string? Image { get; init; }

    /// <summary>Missing: the smallest that meets the template's minimum.</summary>
    public string? Tier { get; init; }

    public long? DurationSeconds { get; init; }

    public Dictionary<string, string>? Env { get; init; }

    public IReadOnlyList<SpawnPortMessage>? Ports { get; init; }

    public string? DataPath { get; init; }

    public VolumeEncryptionMessage? VolumeEncryption { get; init; }

    // The serializer holds members to their nullability, but not what is in a list or dictionary.
    void IJsonOnDeserialized.OnDeserialized()
    {
        if (Env?.ContainsValue(null!) == true || Ports?.Contains(null!) == true)
        {
            throw new JsonException("env and ports have no null in them");
        }
    }
}
