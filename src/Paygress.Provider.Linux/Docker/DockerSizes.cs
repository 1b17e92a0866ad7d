using System.Collections.Immutable;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What containers wrote into their roots, by way of the docker client.</summary>
/// <remarks>
/// Docker walks over the files, and a tenant can make millions of them. Who takes too long says nothing of the others, and is asked about after them
/// from then on. To be used by one caller at a time.
/// </remarks>
internal sealed class DockerSizes(DockerClient client, DockerOptions options, TimeProvider timeProvider) : IContainerSizes
{
    // Of all that are asked about one by one; each has the time that all had together.
    private static readonly TimeSpan LongestWalk = TimeSpan.FromMinutes(4);

    private readonly HashSet<string> _slow = [];

    /// <inheritdoc />
    public async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken)
    {
        _slow.IntersectWith(containerIds);
        var (began, slow) = (timeProvider.GetTimestamp(), _slow.ToImmutableArray());
        var together = await MeasureTogetherAsync([.. containerIds.Except(slow)], began, cancellationToken);
        return together is HostResult<ImmutableDictionary<string, long?>>.Done { Value: var sizes } && !slow.IsEmpty
            ? await MeasureSlowAsync(slow, sizes.ToBuilder(), began, cancellationToken)
            : together;
    }

    private async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureTogetherAsync(ImmutableArray<string> ids, long began, CancellationToken cancellationToken)
    {
        if (ids.IsEmpty)
        {
            return HostResult.Of(ImmutableDictionary<string, long?>.Empty);
        }

        var answer = await AskAsync(ids, options.StartTimeout, cancellationToken);
        return ids.Length > 1 && IsLate(answer) ? await MeasureEachAsync(ids, began, cancellationToken) : Read(answer, ids);
    }

    // Half a measurement is none: whoever was left out of it would have grown from nothing by the next.
    private async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureEachAsync(ImmutableArray<string> ids, long began, CancellationToken cancellationToken)
    {
        var sizes = ImmutableDictionary.CreateBuilder<string, long?>();
        foreach (var id in ids)
        {
            if (IsOverdue(began))
            {
                return HostResult.Unknown<ImmutableDictionary<string, long?>>("docker takes too long to measure what containers wrote");
            }

            if (await MeasureOneAsync(id, sizes, cancellationToken) is { } silent)
            {
                return silent;
            }
        }

        return HostResult.Of(sizes.ToImmutable());
    }

    // Those for whom there is no time left are as slow as before.
    private async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureSlowAsync(
        ImmutableArray<string> ids, ImmutableDictionary<string, long?>.Builder sizes, long began, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            if (IsOverdue(began))
            {
                sizes[id] = null;
            }
            else if (await MeasureOneAsync(id, sizes, cancellationToken) is { } silent)
            {
                return silent;
            }
        }

        return HostResult.Of(sizes.ToImmutable());
    }

    // None when docker said something about it, or walks on; else its silence.
    private async Task<HostResult<ImmutableDictionary<string, long?>>?> MeasureOneAsync(string id, ImmutableDictionary<string, long?>.Builder sizes, CancellationToken cancellationToken)
    {
        var answer = await AskAsync([id], options.StartTimeout, cancellationToken);
        _ = IsLate(answer) ? _slow.Add(id) : _slow.Remove(id);
        switch (Read(answer, [id]))
        {
            case HostResult<ImmutableDictionary<string, long?>>.Done { Value: var size }:
                sizes.AddRange(size);
                return null;
            case var _ when IsLate(answer) || answer is DockerAnswer.Refused { Reason: not DockerRefusal.Unreachable }:
                sizes[id] = null;
                return null;
            case var silent:
                return silent;
        }
    }

    private bool IsOverdue(long began) => timeProvider.GetElapsedTime(began) > LongestWalk;

    private Task<DockerAnswer> AskAsync(ImmutableArray<string> ids, TimeSpan timeout, CancellationToken cancellationToken) =>
        client.AskAsync(DockerArguments.Measure(ids), timeout, cancellationToken);

    private static bool IsLate(DockerAnswer answer) => answer is DockerAnswer.Silent { IsLate: true };

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
