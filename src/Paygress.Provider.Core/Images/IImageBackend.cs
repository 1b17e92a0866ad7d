using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Core.Images;

/// <summary>Finds and fetches images.</summary>
public interface IImageBackend
{
    /// <summary>The id of an image that is on the host; none when it is not.</summary>
    Task<HostResult<string?>> FindAsync(string reference, CancellationToken cancellationToken);

    /// <summary>Fetches an image and gives its id. Fails with <c>image_not_found</c> or <c>image_pull_failed</c>.</summary>
    /// <param name="progress">Told in plain words how far it is.</param>
    Task<HostResult<string>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken);
}
