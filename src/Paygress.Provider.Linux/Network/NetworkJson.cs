using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Network;

/// <summary>Reads the lists of ip and bridge. Half an answer is none.</summary>
internal static class NetworkJson
{
    /// <summary>Reads a list; unknown when it is not one, or has a hole.</summary>
    public static HostResult<ImmutableArray<T>> Read<T>(string program, HostResult<string> answer, JsonTypeInfo<List<T>> type)
        where T : class
    {
        if (answer is not HostResult<string>.Done { Value: var text })
        {
            return answer.As<ImmutableArray<T>>();
        }

        try
        {
            // Of nothing, some versions print nothing.
            var list = string.IsNullOrWhiteSpace(text) ? [] : JsonSerializer.Deserialize(text, type);
            return list is not null && list.TrueForAll(x => x is not null) ? HostResult.Of(list.ToImmutableArray()) : NotUnderstood<T>(program);
        }
        catch (JsonException)
        {
            return NotUnderstood<T>(program);
        }
    }

    private static HostResult<ImmutableArray<T>> NotUnderstood<T>(string program) =>
        HostResult.Unknown<ImmutableArray<T>>($"the answer of {program} was not understood");
}
