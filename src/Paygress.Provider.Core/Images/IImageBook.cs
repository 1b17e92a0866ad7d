using System.Collections.Immutable;

namespace Paygress.Provider.Core.Images;

/// <summary>Keeps which images we fetched: no other is ever removed.</summary>
public interface IImageBook
{
    /// <summary>All that we fetched.</summary>
    Task<ImmutableArray<PulledImage>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Fetches that were begun and of which no end is known.</summary>
    Task<ImmutableArray<string>> ListBegunAsync(CancellationToken cancellationToken);

    /// <summary>To be written down before an image is fetched that is not on the host.</summary>
    Task BeginAsync(string reference, CancellationToken cancellationToken);

    /// <summary>It was fetched.</summary>
    Task AddAsync(string reference, PulledImage image, CancellationToken cancellationToken);

    /// <summary>It was not fetched, or is not ours.</summary>
    Task EndAsync(string reference, CancellationToken cancellationToken);

    /// <summary>The image is gone, or not ours alone.</summary>
    Task ForgetAsync(string imageId, CancellationToken cancellationToken);
}
