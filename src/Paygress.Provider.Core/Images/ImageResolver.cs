using System.Globalization;
using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Images;

/// <summary>Turns the name of an image into one that is on the host, by the pull policy and the largest size.</summary>
public sealed class ImageResolver(IImageBackend images, ImageFetcher fetcher, ImageUse use, PullPolicy policy, IOptions<ImagesOptions> options)
{
    /// <summary>The image when nothing has to be fetched; none when a pull is needed. Fails with <c>image_not_found</c> or <c>image_not_allowed</c>.</summary>
    public async Task<HostResult<HostImage?>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        if (policy == PullPolicy.Always)
        {
            return HostResult.Of<HostImage?>(null);
        }

        return await images.FindAsync(reference, cancellationToken) switch
        {
            HostResult<HostImage?>.Done { Value: { } image } when use.TryFind(image.Id) =>
                WhyNot(reference, image) is { } problem ? new HostResult<HostImage?>.Failed(problem) : HostResult.Of<HostImage?>(image),
            HostResult<HostImage?>.Done when policy == PullPolicy.Never =>
                HostResult.Failed<HostImage?>(ErrorCodes.ImageNotFound, $"image {reference} is not on the host, and Docker:PullPolicy is never"),
            HostResult<HostImage?>.Done => HostResult.Of<HostImage?>(null),
            var other => other,
        };
    }

    /// <summary>Fetches the image. Fails with <c>image_not_found</c>, <c>image_pull_failed</c>, <c>image_not_allowed</c> or <c>no_capacity</c>.</summary>
    public async Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var pulled = await fetcher.FetchAsync(reference, progress, cancellationToken);
        return pulled is HostResult<HostImage>.Done { Value: var image } && WhyNot(reference, image) is { } problem ? new HostResult<HostImage>.Failed(problem) : pulled;
    }

    private Problem? WhyNot(string reference, HostImage image)
    {
        if (!ImageRemoval.IsTooLarge(image.SizeBytes, options.Value))
        {
            return null;
        }

        // Else whoever asks for it again and again keeps it on the disk.
        use.Refuse(image.Id);
        fetcher.SweepDue.Send();
        return new Problem(ErrorCodes.ImageNotAllowed, string.Create(CultureInfo.InvariantCulture, $"image {reference} has {image.SizeBytes >> 20} MB unpacked, and Images:MaxSizeMb is {options.Value.MaxSizeMb}"));
    }
}
