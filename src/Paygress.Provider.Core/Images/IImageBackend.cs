using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Images;

/// <summary>Finds, fetches and removes images.</summary>
public interface IImageBackend
{
    /// <summary>An image that is on the host; none when it is not.</summary>
    /// <param name="reference">Its name, or its id.</param>
    Task<HostResult<HostImage?>> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The ids of all images that are on the host, also of those without a name.</summary>
    Task<HostResult<ImmutableHashSet<string>>> ListIdsAsync(CancellationToken cancellationToken);

    /// <summary>Fetches an image. Fails with <c>image_not_found</c> or <c>image_pull_failed</c>.</summary>
    /// <param name="progress">Told in plain words how far it is.</param>
    Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken);

    /// <summary>Removes an image with its names. Done when it is not there; fails with <c>backend_error</c> while any container is made of it.</summary>
    /// <param name="image">As it was found a moment ago.</param>
    Task<HostResult<Nothing>> RemoveAsync(HostImage image, CancellationToken cancellationToken);
}
