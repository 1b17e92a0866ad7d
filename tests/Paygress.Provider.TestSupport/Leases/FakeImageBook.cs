using System.Collections.Immutable;
using Paygress.Provider.Core.Images;

namespace Paygress.Provider.TestSupport.Leases;

/// <summary>The images that we fetched, in memory, beside the leases of the fake books.</summary>
public sealed class FakeImageBook(FakeBooks books) : IImageBook
{
    private readonly Dictionary<string, PulledImage> _images = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _begun = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<ImmutableArray<PulledImage>> ListAsync(CancellationToken cancellationToken) => WithLock(() => _images.Values.Select(WithUse).ToImmutableArray());

    /// <inheritdoc />
    public Task<ImmutableArray<string>> ListBegunAsync(CancellationToken cancellationToken) => WithLock(() => _begun.ToImmutableArray());

    /// <inheritdoc />
    public Task BeginAsync(string reference, CancellationToken cancellationToken) => WithLock(() => _begun.Add(reference));

    /// <inheritdoc />
    public Task AddAsync(string reference, PulledImage image, CancellationToken cancellationToken) => WithLock(() =>
    {
        _images[image.Id] = image;
        return _begun.Remove(reference);
    });

    /// <inheritdoc />
    public Task EndAsync(string reference, CancellationToken cancellationToken) => WithLock(() => _begun.Remove(reference));

    /// <inheritdoc />
    public Task ForgetAsync(string imageId, CancellationToken cancellationToken) => WithLock(() => _images.Remove(imageId));

    private PulledImage WithUse(PulledImage image)
    {
        var leases = books.Rows.Values.Where(l => l.ImageId == image.Id).ToArray();
        var last = leases.Max(l => l.EndedAt) is { } ended && ended > image.LastUsedAt ? ended : image.LastUsedAt;
        return image with { LastUsedAt = last, InUse = leases.Any(l => !l.IsOver) };
    }

    private Task<T> WithLock<T>(Func<T> work)
    {
        lock (books.Gate)
        {
            return Task.FromResult(work());
        }
    }
}
