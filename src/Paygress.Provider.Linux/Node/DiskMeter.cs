using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Node;

/// <summary>The room on the file systems of the data directory and of docker's root.</summary>
internal sealed class DiskMeter(DockerClient client, DockerOptions options, string dataDirectory) : IDiskMeter
{
    private string? _root;

    /// <inheritdoc />
    public async Task<DiskRoom> FindFreeAsync(CancellationToken cancellationToken)
    {
        // Docker is asked until it has answered once.
        _root ??= await AskAsync(cancellationToken);
        return new DiskRoom(_root is null ? null : FileSystemSpace.Of(_root)?.FreeBytes, FileSystemSpace.Of(dataDirectory)?.FreeBytes, AreOne(_root, dataDirectory));
    }

    private static bool AreOne(string? first, string second)
    {
        try
        {
            return first is not null && FileIdentity.OfTarget(first) is { } one && FileIdentity.OfTarget(second) is { } other
                && (one.DeviceMajor, one.DeviceMinor) == (other.DeviceMajor, other.DeviceMinor);
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task<string?> AskAsync(CancellationToken cancellationToken) =>
        (await client.AskAsync(DockerArguments.Storage(), options.QueryTimeout, cancellationToken)).ToResult() is HostResult<string>.Done { Value: var json }
            && DockerJson.TryRead(json, DockerJsonContext.Default.DockerStorage) is { Root: { } path } && path.StartsWith('/') ? path : null;
}
