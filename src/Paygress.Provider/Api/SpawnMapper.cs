using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.Api;

/// <summary>Turns the body of a spawn request into Core's form.</summary>
internal static class SpawnMapper
{
    public static SpawnRequest ToRequest(SpawnMessage message) => new()
    {
        RequestId = message.RequestId,
        Owner = message.Owner,
        Template = message.Template,
        Image = message.Image,
        Tier = message.Tier,
        DurationSeconds = message.DurationSeconds,
        Env = (message.Env ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal),
        Ports = [.. (message.Ports ?? []).Select(p => new RequestedPort(p.ContainerPort, p.Protocol))],
        DataPath = message.DataPath,
        Encryption = message.VolumeEncryption is { } e ? new RequestedEncryption(e.Version, e.Algorithm, e.Key) : null,
    };
}
