using Paygress.Provider.Core.Disk;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Whether dockerd can bound a container's root, asked once.</summary>
internal sealed class RootQuota(DockerClient client, DockerOptions options) : IRootQuota
{
    private static readonly ProcFileSystem Proc = new();
    private volatile Answer? _answer;

    /// <inheritdoc />
    public async Task<bool> IsThereAsync(CancellationToken cancellationToken)
    {
        if (_answer is { } known)
        {
            return known.IsThere;
        }

        var told = await client.AskAsync(DockerArguments.Storage(), options.QueryTimeout, cancellationToken);
        if (told is not DockerAnswer.Ok { Output: var output } || DockerJson.TryRead(output, DockerJsonContext.Default.DockerStorage) is not { Driver.Length: > 0, Root.Length: > 0 } storage)
        {
            return false;
        }

        var mounts = Proc.TryRead("self/mountinfo")?.Split('\n') ?? [];
        return (_answer = new Answer(RootQuotaRule.Takes(storage.Driver, storage.Root, mounts))).IsThere;
    }

    private sealed record Answer(bool IsThere);
}
