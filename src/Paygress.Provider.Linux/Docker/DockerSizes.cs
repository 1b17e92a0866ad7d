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
            HostResult<ImmutableArray<DockerSize>>.Done { Value: var found } =>
                HostResult.Of(found.ToImmutableDictionary(s => s.Id!, s => s.Bytes is >= 0 ? s.Bytes : null)), // it is one of those asked for
            var other => other.As<ImmutableDictionary<string, long?>>(),
        };
    }
}
