using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Hands out containers' logs.</summary>
internal sealed class DockerLogs(ICommandRunner runner, DockerOptions options) : IContainerLogs
{
    private readonly DockerClient _client = new(runner, options);

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> CopyAsync(string containerId, bool follow, Stream output, CancellationToken cancellationToken)
    {
        // Asked first: the client's own complaint would otherwise end up in the output, as if the container had written it.
        var seen = await _client.AskAsync(DockerArguments.Inspect([containerId]), options.QueryTimeout, cancellationToken);
        if (seen is not DockerAnswer.Ok)
        {
            return ResultOf(seen);
        }

        var answer = await _client.StreamBytesAsync(
            DockerArguments.Logs(containerId, follow),
            follow ? Timeout.InfiniteTimeSpan : options.QueryTimeout,
            async (chunk, stop) =>
            {
                await output.WriteAsync(chunk.Bytes, stop);
                await output.FlushAsync(stop);
            },
            cancellationToken);
        return ResultOf(answer);
    }

    private static HostResult<Nothing> ResultOf(DockerAnswer answer) =>
        answer is DockerAnswer.Refused { Reason: DockerRefusal.NoSuchObject }
            ? HostResult.Failed<Nothing>(ErrorCodes.NotFound, "the container is gone, and its log with it")
            : answer.ToEffect();
}
