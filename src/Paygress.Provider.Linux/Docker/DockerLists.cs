using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Reads the answer to a question about many things. Pure.</summary>
internal static class DockerLists
{
    /// <summary>What is there; things that were asked for and are not there are left out, anything else that is wrong spoils the answer.</summary>
    public static HostResult<ImmutableArray<T>> Read<T>(DockerAnswer answer, JsonTypeInfo<T> type)
        where T : class
    {
        var output = answer switch
        {
            DockerAnswer.Ok x => x.Output,
            DockerAnswer.Refused { Reason: DockerRefusal.NoSuchObject } x when IsOnlyAboutMissing(x.Complaints) => x.Output,
            _ => null,
        };
        if (output is null)
        {
            return answer.ToResult() is { IsDone: false } result ? result.As<ImmutableArray<T>>() : HostResult.Of<ImmutableArray<T>>([]);
        }

        return DockerJson.TryReadLines(output, type, out var values)
            ? HostResult.Of(values)
            : HostResult.Unknown<ImmutableArray<T>>("docker's answer was not understood");
    }

    private static bool IsOnlyAboutMissing(string complaints) =>
        !DockerErrors.LinesExcept(complaints, DockerRefusal.NoSuchObject).Any();
}
