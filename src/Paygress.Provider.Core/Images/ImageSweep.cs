using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Images;

/// <summary>Removes images that we fetched and that are more than is kept. What is in doubt stays, and is told.</summary>
public sealed partial class ImageSweep(
    IImageBackend images, IImageBook book, ImageFetcher fetcher, ImageUse use, ILeaseStore leases, IOptions<ImagesOptions> options, TimeProvider timeProvider, ILogger<ImageSweep> logger)
{
    private bool _keepsNone;

    /// <summary>Room is short: has all images removed soon that nobody uses. False when there is none.</summary>
    public async Task<bool> BeginEmptyingAsync(CancellationToken cancellationToken)
    {
        var hasUnused = (await book.ListAsync(cancellationToken)).Any(i => !i.InUse);
        if (hasUnused)
        {
            Volatile.Write(ref _keepsNone, true);
            fetcher.SweepDue.Send();
        }

        return hasUnused;
    }

    /// <summary>Looks once; what can't be removed now is tried again the next time.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (keepsNone, isThrough) = (Interlocked.Exchange(ref _keepsNone, false), false);
        try
        {
            isThrough = await fetcher.BetweenAsync(() => SettleAsync(cancellationToken), cancellationToken)
                && await RemoveAllAsync(keepsNone ? 0 : (long)options.Value.KeepGb << 30, cancellationToken);
        }
        finally
        {
            // A fetch is under way; at its end is looked again.
            if (keepsNone && !isThrough)
            {
                Volatile.Write(ref _keepsNone, true);
            }
        }
    }

    // False when a fetch came in between.
    private async Task<bool> RemoveAllAsync(long keepBytes, CancellationToken cancellationToken)
    {
        foreach (var image in ImageRemoval.Choose(await book.ListAsync(cancellationToken), keepBytes, options.Value))
        {
            if (!await fetcher.BetweenAsync(() => RemoveAsync(image, cancellationToken), cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    // Fetches that were cut off: none is under way. Whose an image is that is there after all nobody can say.
    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        foreach (var reference in await book.ListBegunAsync(cancellationToken))
        {
            if (await images.FindAsync(reference, cancellationToken) is not HostResult<HostImage?>.Done { Value: var image })
            {
                return;
            }

            if (image is not null && !(await book.ListAsync(cancellationToken)).Any(i => i.Id == image.Id))
            {
                ImageKept(reference, "it was being fetched when the provider or docker ended");
            }

            await book.EndAsync(reference, cancellationToken);
        }
    }

    private async Task RemoveAsync(PulledImage image, CancellationToken cancellationToken)
    {
        if (!use.TryLeave(image.Id, await FindSinceAsync(cancellationToken)))
        {
            return;
        }

        try
        {
            // Asked once more: it may have come into use since it was chosen, and before it could not be found any more.
            if ((await book.ListAsync(cancellationToken)).Any(i => i.Id == image.Id && !i.InUse))
            {
                await RemoveUnusedAsync(image, cancellationToken);
            }
        }
        finally
        {
            use.Left(image.Id);
        }
    }

    // A spawn whose image was found waits for a slot, for as long as others take with docker, before the books name it.
    private async Task<DateTimeOffset> FindSinceAsync(CancellationToken cancellationToken)
    {
        var now = timeProvider.GetUtcNow();
        var unnamed = (await leases.ListAsync([LeaseState.Provisioning], cancellationToken)).Where(l => l.ImageId is null);
        return unnamed.Select(l => l.CreatedAt).Append(now).Min();
    }

    private async Task RemoveUnusedAsync(PulledImage image, CancellationToken cancellationToken)
    {
        if (await images.FindAsync(image.Id, cancellationToken) is not HostResult<HostImage?>.Done { Value: var there })
        {
            return;
        }

        if (there is not null && there.Tags.Except(image.Tags).FirstOrDefault() is { } name)
        {
            ImageKept(name, "somebody else has named it too");
        }
        else if (there is not null && !await IsGoneAsync(there, cancellationToken))
        {
            return;
        }

        await book.ForgetAsync(image.Id, cancellationToken);
    }

    private async Task<bool> IsGoneAsync(HostImage image, CancellationToken cancellationToken)
    {
        var removed = await images.RemoveAsync(image, cancellationToken);
        var isGone = await images.FindAsync(image.Id, cancellationToken) is HostResult<HostImage?>.Done { Value: null };
        if (isGone)
        {
            ImageRemoved(NameOf(image), image.SizeBytes >> 20);
        }
        else
        {
            ImageNotRemoved(NameOf(image), removed.Error?.Detail ?? "docker still has it");
        }

        return isGone;
    }

    private static string NameOf(HostImage image) => image.Tags is [var tag, ..] ? tag : image.Id;

    [LoggerMessage(EventIds.ImageRemoved, LogLevel.Information, "Image {Image} was removed, {SizeMb} MB: it was not in use, and more was fetched than is kept")]
    private partial void ImageRemoved(string image, long sizeMb);

    [LoggerMessage(EventIds.ImageNotRemoved, LogLevel.Debug, "Image {Image} could not be removed: {Reason}")]
    private partial void ImageNotRemoved(string image, string reason);

    [LoggerMessage(EventIds.ImageKept, LogLevel.Warning, "Image {Image} is kept for good: {Reason}")]
    private partial void ImageKept(string image, string reason);
}
