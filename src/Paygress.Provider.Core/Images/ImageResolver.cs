using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Images;

/// <summary>Turns the name of an image into the id of one that is on the host, by the pull policy.</summary>
public sealed class ImageResolver(IImageBackend images, PullPolicy policy)
{
    /// <summary>The id when nothing has to be fetched; none when a pull is needed.</summary>
    public async Task<HostResult<string?>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (policy == PullPolicy.Always)
        {
            return HostResult.Of<string?>(null);
        }

        var found = await images.FindAsync(reference, cancellationToken);
        return found is HostResult<string?>.Done { Value: null } && policy == PullPolicy.Never
            ? HostResult.Failed<string?>(ErrorCodes.ImageNotFound, $"image {reference} is not on the host, and Docker:PullPolicy is never")
            : found;
    }

    /// <summary>Fetches the image and gives its id.</summary>
    public Task<HostResult<string>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken) =>
        images.PullAsync(reference, progress, cancellationToken);
}
