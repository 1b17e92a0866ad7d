using System.Collections.Immutable;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What containers wrote into their roots, by way of the docker client.</summary>
internal sealed class DockerSizes(DockerClient client, DockerOptions options, TimeProvider timeProvider) : IContainerSizes
{
    /// <inheritdoc />
    public async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(containerIds, options.StartTimeout, cancellationToken);
        return containerIds.Length > 1 && IsLate(answer) ? await MeasureEachAsync(containerIds, cancellationToken) : Read(answer, containerIds);
    }

    private Task<DockerAnswer> AskAsync(ImmutableArray<string> ids, TimeSpan timeout, CancellationToken cancellationToken) =>
        client.AskAsync(DockerArguments.Measure(ids), timeout, cancellationToken);

    private static bool IsLate(DockerAnswer answer) => answer is DockerAnswer.Silent { IsLate: true };

    // Docker walks over the files, and a tenant can make millions of them: who takes that long says nothing of the others. What there was no time for is left out.
    private async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureEachAsync(ImmutableArray<string> ids, CancellationToken cancellationToken)
    {
        var (began, sizes) = (timeProvider.GetTimestamp(), ImmutableDictionary.CreateBuilder<string, long?>());
        foreach (var id in ids.TakeWhile(_ => timeProvider.GetElapsedTime(began) < options.StartTimeout))
        {
            var answer = await AskAsync([id], options.QueryTimeout, cancellationToken);
            var read = Read(answer, [id]);
            if (read is HostResult<ImmutableDictionary<string, long?>>.Done { Value: var size })
            {
                sizes.AddRange(size);
            }
            else if (IsLate(answer))
            {
                sizes[id] = null;
            }
            else
            {
                return read;
            }
        }

        return HostResult.Of(sizes.ToImmutable());
    }

    private static HostResult<ImmutableDictionary<string, long?>> Read(DockerAnswer answer, ImmutableArray<string> containerIds)
    {
        string[] ids = [.. containerIds];
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
