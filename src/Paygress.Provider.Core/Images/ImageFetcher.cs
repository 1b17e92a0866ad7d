using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Images;

/// <summary>Fetches images, once for all who wait, and keeps book of those that are ours to remove.</summary>
public sealed class ImageFetcher : IDisposable
{
    // Whoever stops the provider waits for it too.
    private static readonly TimeSpan LastLook = TimeSpan.FromSeconds(5);

    private readonly IImageBackend _images;
    private readonly IImageBook _book;
    private readonly ImageUse _use;
    private readonly TimeProvider _timeProvider;
    private readonly SemaphoreSlim _alone = new(1, 1);
    private readonly ImagePulls _pulls;

    public ImageFetcher(IImageBackend images, IImageBook book, ImageUse use, int maxPulls, TimeProvider timeProvider)
    {
        _images = images;
        _book = book;
        _use = use;
        _timeProvider = timeProvider;
        _pulls = new ImagePulls(maxPulls, PullAsync);
    }

    /// <summary>Tells that there may be an image to remove.</summary>
    public Pulse SweepDue { get; } = new();

    /// <summary>True while an image is fetched, or waits for its turn.</summary>
    public bool IsAny => _pulls.IsAny;

    /// <summary>Fetches an image, or waits for whoever does.</summary>
    public async Task<HostResult<HostImage>> FetchAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        try
        {
            return await _pulls.PullAsync(reference, progress, cancellationToken);
        }
        finally
        {
            // Not before it is over: nothing is removed beside a fetch.
            SweepDue.Send();
        }
    }

    /// <summary>Ends all fetches: whoever waits for one gets <paramref name="problem"/>. False when there is none.</summary>
    public Task<bool> EndAllAsync(Problem problem) => _pulls.EndAllAsync(problem);

    /// <summary>The same, and whoever asks for one before <see cref="Open"/> gets <paramref name="problem"/> too.</summary>
    public Task<bool> CloseAsync(Problem problem) => _pulls.CloseAsync(problem);

    /// <summary>Fetches again after <see cref="CloseAsync"/>.</summary>
    public void Open() => _pulls.Open();

    /// <summary>Does something while no image is fetched: a fetch could otherwise rely on layers that are just leaving. False when one is under way.</summary>
    public async Task<bool> BetweenAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        try
        {
            if (IsAny)
            {
                return false;
            }

            await work();
            return true;
        }
        finally
        {
            _alone.Release();
        }
    }

    public void Dispose()
    {
        _pulls.Dispose();
        _alone.Dispose();
    }

    private async Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        // What is done between two fetches comes first; the next one sees this fetch.
        await _alone.WaitAsync(cancellationToken);
        _alone.Release();

        var found = await _images.FindAsync(reference, cancellationToken);
        if (found is not HostResult<HostImage?>.Done { Value: var there })
        {
            return found.As<HostImage>();
        }

        var mayBeOurs = there is null || (await _book.ListAsync(cancellationToken)).Any(i => i.Id == there.Id);
        var before = mayBeOurs && await _images.ListIdsAsync(cancellationToken) is HostResult<ImmutableHashSet<string>>.Done { Value: var ids } ? ids : null;
        if (before is not null)
        {
            await _book.BeginAsync(reference, cancellationToken);
        }

        try
        {
            var result = await _images.PullAsync(reference, progress, cancellationToken);
            if (result is HostResult<HostImage>.Done { Value: var image })
            {
                _use.TryFind(image.Id); // no removal is under way beside a fetch
            }

            await NoteAsync(reference, result, before, cancellationToken);
            return result;
        }
        catch (OperationCanceledException) when (before is not null)
        {
            await NoteCutOffAsync(reference, before);
            throw;
        }
    }

    // It may have been whole when it was ended, and what nobody has in the books nobody removes.
    private async Task NoteCutOffAsync(string reference, ImmutableHashSet<string> before)
    {
        using var soon = new CancellationTokenSource(LastLook, _timeProvider);
        try
        {
            if (await _images.FindAsync(reference, soon.Token) is HostResult<HostImage?>.Done { Value: { } image })
            {
                await NoteAsync(reference, HostResult.Of(image), before, soon.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The sweep tells what became of it.
        }
    }

    // Of what docker did not tell the end of none is known: it stays begun, and the sweep tells what became of it.
    private async Task NoteAsync(string reference, HostResult<HostImage> result, ImmutableHashSet<string>? before, CancellationToken cancellationToken)
    {
        if (before is null)
        {
            return; // not begun in the books: it is somebody else's, or nobody knows
        }

        if (result is HostResult<HostImage>.Done { Value: var image } && await IsOursAloneAsync(reference, image, before, cancellationToken))
        {
            await _book.AddAsync(reference, new PulledImage(image.Id, image.SizeBytes, image.Tags, _timeProvider.GetUtcNow()), cancellationToken);
        }
        else if (result is not HostResult<HostImage>.Unknown)
        {
            await _book.EndAsync(reference, cancellationToken);
        }
    }

    // It is somebody else's where it was there before any fetch of ours, if without a name as after a pull by digest, and where it has a
    // name that none gave it.
    private async Task<bool> IsOursAloneAsync(string reference, HostImage image, ImmutableHashSet<string> before, CancellationToken cancellationToken)
    {
        var known = (await _book.ListAsync(cancellationToken)).FirstOrDefault(i => i.Id == image.Id);
        return (known is not null || !before.Contains(image.Id)) && image.Tags.Except(known?.Tags ?? []).All(tag => tag == ImageReference.TagOf(reference));
    }
}
