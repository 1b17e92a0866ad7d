using System.Text.Json;
using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>The body of <c>POST /v1/spawns</c>.</summary>
internal sealed record SpawnMessage : IJsonOnDeserialized
{
    /// <summary>Makes the request idempotent; one is made up when it is missing.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whose the lease is to be; <c>local</c> when missing. A claim, not proven.</summary>
    public string? Owner { get; init; }

    /// <summary>Either this or <see cref="Image"/>.</summary>
    public string? Template { get; init; }

    /// <summary>An image by name, where the operator allows it.</summary>
    public string? Image { get; init; }

    /// <summary>Missing: the smallest that meets the template's minimum.</summary>
    public string? Tier { get; init; }

    /// <summary>How long the lease is to run, from the moment its container runs; required.</summary>
    public long? DurationSeconds { get; init; }

    /// <summary>Variables of the container. Docker keeps them in clear on the host while it exists.</summary>
    public Dictionary<string, string>? Env { get; init; }

    /// <summary>Ports to publish beside those of the template.</summary>
    public IReadOnlyList<SpawnPortMessage>? Ports { get; init; }

    /// <summary>Where a data volume is mounted; a template fixes it.</summary>
    public string? DataPath { get; init; }

    /// <summary>Asks for the volume to be encrypted; only with a data path.</summary>
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
