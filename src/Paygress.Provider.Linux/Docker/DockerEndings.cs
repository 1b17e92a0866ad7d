using System.Collections.Immutable;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Ends containers, many at once. The client works on all of a batch at the same time, so one that is stubborn delays nobody.</summary>
internal sealed class DockerEndings(DockerClient client, ContainerInits inits, DockerOptions options)
{
    private const int BatchSize = 40;

    /// <summary>Signals all: at once where the first process is known, by docker the others.</summary>
    public Task<HostResult<Nothing>> SignalAsync(ImmutableArray<string> ids, StopSignal signal, CancellationToken cancellationToken) =>
        InBatchesAsync([.. ids.Where(id => !inits.TrySignal(id, signal))], async batch =>
        {
            var answer = await client.AskAsync(DockerArguments.Signal(batch, signal), options.StopTimeout, cancellationToken);
            return answer.ToEffectExcept(DockerRefusal.NotRunning, DockerRefusal.NoSuchObject);
        });

    public Task<HostResult<Nothing>> DeleteAsync(ImmutableArray<string> ids, CancellationToken cancellationToken) =>
        InBatchesAsync(ids, async batch =>
        {
            Array.ForEach(batch, inits.Forget);
            var answer = await client.AskAsync(DockerArguments.Delete(batch), options.DeleteTimeout, cancellationToken);
            return answer.ToEffectExcept(DockerRefusal.RemovalInProgress, DockerRefusal.NoSuchObject);
        });

    // Every batch gets its turn; of several that went wrong the one of which nothing is known counts most.
    private static async Task<HostResult<Nothing>> InBatchesAsync(ImmutableArray<string> ids, Func<string[], Task<HostResult<Nothing>>> endAsync)
    {
        var worst = HostResult.Done;
        foreach (var batch in ids.Chunk(BatchSize))
        {
            var result = await endAsync(batch);
            worst = result is HostResult<Nothing>.Unknown || worst.IsDone ? result : worst;
        }

        return worst;
    }
}
