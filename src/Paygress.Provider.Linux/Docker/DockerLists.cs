using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Reads the answer to a question about many things. Pure.</summary>
internal static class DockerLists
{
    /// <summary>All that there is. Anything that is wrong spoils the answer; also that one of them vanished while docker listed them, which says nothing of the others.</summary>
    public static HostResult<ImmutableArray<T>> ReadAll<T>(DockerAnswer answer, JsonTypeInfo<T> type)
        where T : class => answer switch
        {
            DockerAnswer.Ok x => Parse(x.Output, type),
            DockerAnswer.Refused { Reason: DockerRefusal.NoSuchObject } x => HostResult.Unknown<ImmutableArray<T>>(DockerErrors.Shorten(x.Complaints)),
            _ => answer.ToResult().As<ImmutableArray<T>>(),
        };

    /// <summary>What there is of these. Each must be described, or said to be missing: a name that goes unmentioned, or one that nobody asked for, spoils the answer.</summary>
    /// <param name="isOf">Whether a description is of the one with this name.</param>
    public static HostResult<ImmutableArray<T>> ReadEach<T>(DockerAnswer answer, JsonTypeInfo<T> type, IReadOnlyCollection<string> asked, Func<T, string, bool> isOf)
        where T : class => answer switch
        {
            DockerAnswer.Ok x => Check(Parse(x.Output, type), string.Empty, asked, isOf),
            DockerAnswer.Refused { Reason: DockerRefusal.NoSuchObject } x when IsOnlyAboutMissing(x.Complaints) => Check(Parse(x.Output, type), x.Complaints, asked, isOf),
            _ => answer.ToResult().As<ImmutableArray<T>>(),
        };

    private static HostResult<ImmutableArray<T>> Check<T>(HostResult<ImmutableArray<T>> read, string missing, IReadOnlyCollection<string> asked, Func<T, string, bool> isOf)
    {
        bool IsAnswered(ImmutableArray<T> found, string name) => found.Count(thing => isOf(thing, name)) switch
        {
            0 => missing.Contains(name, StringComparison.Ordinal),
            var count => count == 1,
        };

        return read is not HostResult<ImmutableArray<T>>.Done { Value: var all }
            || (asked.All(name => IsAnswered(all, name)) && all.All(thing => asked.Any(name => isOf(thing, name))))
                ? read
                : HostResult.Unknown<ImmutableArray<T>>("docker's answer is not about what it was asked for");
    }

    private static HostResult<ImmutableArray<T>> Parse<T>(string output, JsonTypeInfo<T> type)
        where T : class =>
        DockerJson.TryReadLines(output, type, out var values)
            ? HostResult.Of(values)
            : HostResult.Unknown<ImmutableArray<T>>("docker's answer was not understood");

    private static bool IsOnlyAboutMissing(string complaints) =>
        !DockerErrors.LinesExcept(complaints, DockerRefusal.NoSuchObject).Any();
}
