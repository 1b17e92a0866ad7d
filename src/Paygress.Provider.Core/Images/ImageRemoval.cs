using System.Collections.Immutable;

namespace Paygress.Provider.Core.Images;

/// <summary>Which of the images that we fetched are to be removed. Pure.</summary>
public static class ImageRemoval
{
    /// <summary>Those that are larger than may be started, and of the others those not used for longest, until the rest fits. Never one in use.</summary>
    /// <param name="keepBytes">How much is kept of those that may be started.</param>
    public static ImmutableArray<PulledImage> Choose(ImmutableArray<PulledImage> images, long keepBytes, ImagesOptions options)
    {
        var chosen = ImmutableArray.CreateBuilder<PulledImage>();
        var left = images.Sum(i => i.SizeBytes);
        foreach (var image in images.Where(i => !i.InUse).OrderBy(i => !IsTooLarge(i.SizeBytes, options)).ThenBy(i => i.LastUsedAt).ThenBy(i => i.Id, StringComparer.Ordinal))
        {
            if (IsTooLarge(image.SizeBytes, options) || left > keepBytes)
            {
                chosen.Add(image);
                left -= image.SizeBytes;
            }
        }

        return chosen.ToImmutable();
    }

    /// <summary>True for an image that is not started.</summary>
    public static bool IsTooLarge(long sizeBytes, ImagesOptions options) => options.MaxSizeMb > 0 && sizeBytes > (long)options.MaxSizeMb << 20;
}
