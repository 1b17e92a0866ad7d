using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The directories for which an image wants a volume; docker would make each one of no bounded size.</summary>
internal sealed class ImageVolumes(DockerClient client, DockerOptions options)
{
    // Each is a mount, and how many there are is the image's word.
    private const int Most = 64;

    /// <summary>Those of an image that is on the host. Fails with <c>image_not_allowed</c> where nothing of ours can be in the place of one.</summary>
    public async Task<HostResult<ImmutableArray<string>>> FindAsync(string imageId, CancellationToken cancellationToken)
    {
        var answer = await client.AskAsync(DockerArguments.ImageVolumes(imageId), options.QueryTimeout, cancellationToken);
        if (answer.ToResult() is not HostResult<string>.Done { Value: var json })
        {
            return answer.ToResult().As<ImmutableArray<string>>();
        }

        if (DockerJson.TryRead(json, DockerJsonContext.Default.DockerImageVolumes) is not { } image)
        {
            return HostResult.Unknown<ImmutableArray<string>>("docker's description of the image was not understood");
        }

        ImmutableArray<string> paths = [.. (image.Volumes ?? []).Keys.Select(Normalise).Distinct().Order(StringComparer.Ordinal)];
        return image.IsHuge ? Refuse($"a configuration (labels, env, …) of more than {InspectFormats.MostImageConfig / 1024} KB")
            : paths.Contains("") ? Refuse("a volume whose path is relative, or the root itself: docker would make one that has no bound")
            : paths.Length > Most ? Refuse($"{paths.Length} volumes, more than {Most}")
            : HostResult.Of(paths);
    }

    private static HostResult<ImmutableArray<string>> Refuse(string what) =>
        HostResult.Failed<ImmutableArray<string>>(ErrorCodes.ImageNotAllowed, $"the image wants {what}");

    // As docker does, which leaves out a volume only where a mount has the very same path; and it refuses two mounts at one place.
    // None for what no mount can stand in for: docker takes a relative path of an image, and no mount's.
    private static string Normalise(string path) =>
        path.StartsWith('/') && !path.Contains('\0', StringComparison.Ordinal) ? Path.GetFullPath(path).TrimEnd('/') : "";
}
