using System.Collections.Concurrent;
using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The directories for which an image wants a volume; docker would make each one of no bounded size.</summary>
internal sealed class ImageVolumes(DockerClient client, DockerOptions options)
{
    // An id means the same image for ever, so each is asked for once.
    private readonly ConcurrentDictionary<string, ImmutableArray<string>> _known = new();

    /// <summary>Those of an image that is on the host.</summary>
    public async Task<HostResult<ImmutableArray<string>>> FindAsync(string imageId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(imageId, out var known))
        {
            return HostResult.Of(known);
        }

        var answer = await client.AskAsync(DockerArguments.ImageVolumes(imageId), options.QueryTimeout, cancellationToken);
        if (answer.ToResult() is not HostResult<string>.Done { Value: var json })
        {
            return answer.ToResult().As<ImmutableArray<string>>();
        }

        return DockerJson.TryRead(json, DockerJsonContext.Default.DockerImageVolumes) is { } image
            ? HostResult.Of(_known[imageId] = Read(image))
            : HostResult.Unknown<ImmutableArray<string>>("docker's description of the image was not understood");
    }

    // As paths are written elsewhere: docker refuses two mounts at one place, and "/data/" is where "/data" is.
    private static ImmutableArray<string> Read(DockerImageVolumes image) =>
        [.. (image.Volumes ?? []).Keys.Where(path => path.StartsWith('/')).Select(path => path.TrimEnd('/')).Where(path => path.Length > 0).Distinct().Order(StringComparer.Ordinal)];
}
