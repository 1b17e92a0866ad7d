using System.Collections.Immutable;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What containers wrote into their roots, by way of the docker client.</summary>
internal sealed class DockerSizes(ICommandRunner runner, DockerOptions options) : IContainerSizes
{
    private readonly DockerClient _client = new(runner, options);

    /// <inheritdoc />
    public async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken)
    {
        string[] ids = [.. containerIds];
        var answer = await _client.AskAsync(DockerArguments.Measure(ids), options.StartTimeout, cancellationToken);
        return DockerLists.ReadEach(answer, DockerJsonContext.Default.DockerSize, ids, (size, id) => size.Id == id) switch
        {
            // One of a path that it can't walk has -1, which says nothing of the others.
            HostResult<ImmutableArray<DockerSize>>.Done { Value: var found } => HostResult.Of(ToSizes(found)),
            var other => ReadPart(answer, ids) is { } part ? HostResult.Of(part) : other.As<ImmutableDictionary<string, long?>>(),
        };
    }

    // With containerd's image store docker refuses to tell of such a one at all, and tells of the others.
    private static ImmutableDictionary<string, long?>? ReadPart(DockerAnswer answer, string[] ids)
    {
        if (answer is not DockerAnswer.Refused { Reason: not DockerRefusal.Unreachable } refused
            || !DockerJson.TryReadLines(refused.Output, DockerJsonContext.Default.DockerSize, out var found)
            || found.IsEmpty
            || !found.Select(s => s.Id).ToHashSet().IsSubsetOf(ids)
            || found.DistinctBy(s => s.Id).Count() != found.Length)
        {
            return null;
        }

        var gone = DockerErrors.LinesOf(refused.Complaints, DockerRefusal.NoSuchObject).ToList();
        var unmeasured = ids.Except(found.Select(s => s.Id!)).Where(id => !gone.Any(line => line.Contains(id, StringComparison.Ordinal)));
        return ToSizes(found).AddRange(unmeasured.Select(id => KeyValuePair.Create(id, (long?)null)));
    }

    private static ImmutableDictionary<string, long?> ToSizes(ImmutableArray<DockerSize> found) =>
        found.ToImmutableDictionary(s => s.Id!, s => s.Bytes is >= 0 ? s.Bytes : null); // each is one of those asked for
}
