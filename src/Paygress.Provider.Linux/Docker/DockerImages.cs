using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Images by way of the docker client.</summary>
internal sealed partial class DockerImages(ICommandRunner runner, DockerOptions options, TimeProvider timeProvider, ILogger<DockerImages> logger) : IImageBackend
{
    private const string Algorithm = "sha256:";

    private readonly DockerClient _client = new(runner, options);
    private readonly ILogger _logger = logger;

    /// <inheritdoc />
    public async Task<HostResult<HostImage?>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var answer = await _client.AskAsync(DockerArguments.InspectImage(reference), options.QueryTimeout, cancellationToken);
        if (answer is DockerAnswer.Refused { Reason: DockerRefusal.NoSuchImage or DockerRefusal.NoSuchObject })
        {
            return HostResult.Of<HostImage?>(null);
        }

        if (answer.ToResult() is not HostResult<string>.Done { Value: var json })
        {
            return answer.ToResult().As<HostImage?>();
        }

        return DockerJson.TryRead(json, DockerJsonContext.Default.DockerImage) is { Id: { } id, Size: { } size } image && DockerIds.IsImage(id)
            ? HostResult.Of<HostImage?>(new HostImage(id, DigestOf(image, reference), size, [.. image.Tags ?? []]))
            : HostResult.Unknown<HostImage?>("docker's description of the image was not understood");
    }

    /// <inheritdoc />
    public async Task<HostResult<ImmutableHashSet<string>>> ListIdsAsync(CancellationToken cancellationToken)
    {
        var answer = await _client.AskAsync(DockerArguments.ListImages(), options.QueryTimeout, cancellationToken);
        return DockerLists.ReadAll(answer, DockerJsonContext.Default.String) switch
        {
            HostResult<ImmutableArray<string>>.Done { Value: var ids } when ids.All(DockerIds.IsImage) => HostResult.Of(ids.ToImmutableHashSet()),
            HostResult<ImmutableArray<string>>.Done => HostResult.Unknown<ImmutableHashSet<string>>("docker's list of images was not understood"),
            var other => other.As<ImmutableHashSet<string>>(),
        };
    }

    /// <inheritdoc />
    public async Task<HostResult<Nothing>> RemoveAsync(HostImage image, CancellationToken cancellationToken)
    {
        var answer = await _client.AskAsync(DockerArguments.RemoveImage(image), options.DeleteTimeout, cancellationToken);
        return answer.ToEffectExcept(DockerRefusal.NoSuchImage);
    }

    /// <inheritdoc />
    public async Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ImagePullStarted(reference);
        var began = timeProvider.GetTimestamp();
        var result = await RunPullAsync(reference, progress, cancellationToken);
        if (result.Error is { } problem)
        {
            ImagePullFailed(reference, problem.Detail);
        }
        else
        {
            ImagePulled(reference, (long)timeProvider.GetElapsedTime(began).TotalMilliseconds);
        }

        return result;
    }

    private async Task<HostResult<HostImage>> RunPullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.PullTimeout, timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await StreamPullAsync(reference, progress, stop.Token);
            return answer switch
            {
                DockerAnswer.Ok => await ReadAsync(reference, cancellationToken),
                DockerAnswer.Refused refused => PullErrors.Read(refused.Complaints).As<HostImage>(),
                _ => answer.ToResult().As<HostImage>(),
            };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return HostResult.Failed<HostImage>(
                ErrorCodes.ImagePullFailed,
                $"the image did not arrive within {options.PullTimeout.TotalSeconds:0} s (Docker:PullTimeout)");
        }
    }

    private Task<DockerAnswer> StreamPullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        var words = new PullProgress();
        return _client.StreamLinesAsync(
            DockerArguments.Pull(reference),
            Timeout.InfiniteTimeSpan,
            (line, _) =>
            {
                if (words.Read(line.Text) is { } text)
                {
                    progress.Report(text);
                }

                return ValueTask.CompletedTask;
            },
            cancellationToken);
    }

    private async Task<HostResult<HostImage>> ReadAsync(string reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken) switch
        {
            HostResult<HostImage?>.Done { Value: { } image } => HostResult.Of(image),
            HostResult<HostImage?>.Done => HostResult.Failed<HostImage>(ErrorCodes.ImagePullFailed, "the image was fetched and removed again at once"),
            var other => other.As<HostImage>(),
        };

    // The one that was asked for, else that of the path that was asked for: docker shortens paths of its own registry.
    private static string? DigestOf(DockerImage image, string reference)
    {
        var digests = image.Digests ?? [];
        var found = digests.FirstOrDefault(d => reference.EndsWith(d[(d.IndexOf('@', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal))
            ?? digests.FirstOrDefault(d => reference.Contains(d.Split('@')[0], StringComparison.Ordinal))
            ?? digests.FirstOrDefault();
        return found?.Split('@') is [_, var digest] && digest.StartsWith(Algorithm, StringComparison.Ordinal) ? digest : null;
    }

    [LoggerMessage(EventIds.ImagePullStarted, LogLevel.Information, "Pulling image {Image}")]
    private partial void ImagePullStarted(string image);

    [LoggerMessage(EventIds.ImagePulled, LogLevel.Information, "Pulled image {Image} in {Milliseconds} ms")]
    private partial void ImagePulled(string image, long milliseconds);

    [LoggerMessage(EventIds.ImagePullFailed, LogLevel.Warning, "Image {Image} could not be pulled: {Reason}")]
    private partial void ImagePullFailed(string image, string reason);
}
