using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Images by way of the docker client.</summary>
internal sealed partial class DockerImages : IImageBackend, IDisposable
{
    private readonly DockerClient _client;
    private readonly DockerOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ImagePulls _pulls;

    public DockerImages(ICommandRunner runner, DockerOptions options, TimeProvider timeProvider, ILogger<DockerImages> logger)
    {
        _client = new DockerClient(runner, options);
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _pulls = new ImagePulls(options.MaxPulls, FetchAsync);
    }

    /// <inheritdoc />
    public async Task<HostResult<string?>> FindAsync(string reference, CancellationToken cancellationToken)
    {
        var answer = await _client.AskAsync(DockerArguments.InspectImage(reference), _options.QueryTimeout, cancellationToken);
        if (answer is DockerAnswer.Refused { Reason: DockerRefusal.NoSuchImage or DockerRefusal.NoSuchObject })
        {
            return HostResult.Of<string?>(null);
        }

        if (answer.ToResult() is not HostResult<string>.Done { Value: var json })
        {
            return answer.ToResult().As<string?>();
        }

        return DockerJson.TryRead(json, DockerJsonContext.Default.String) is { } id && DockerIds.IsImage(id)
            ? HostResult.Of<string?>(id)
            : HostResult.Unknown<string?>("docker's description of the image was not understood");
    }

    /// <inheritdoc />
    public Task<HostResult<string>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken) =>
        _pulls.PullAsync(reference, progress, cancellationToken);

    public void Dispose() => _pulls.Dispose();

    private async Task<HostResult<string>> FetchAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        ImagePullStarted(reference);
        var began = _timeProvider.GetTimestamp();
        var result = await RunPullAsync(reference, progress, cancellationToken);
        if (result.Error is { } problem)
        {
            ImagePullFailed(reference, problem.Detail);
        }
        else
        {
            ImagePulled(reference, (long)_timeProvider.GetElapsedTime(began).TotalMilliseconds);
        }

        return result;
    }

    private async Task<HostResult<string>> RunPullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(_options.PullTimeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            var answer = await StreamPullAsync(reference, progress, stop.Token);
            return answer switch
            {
                DockerAnswer.Ok => await ReadIdAsync(reference, cancellationToken),
                DockerAnswer.Refused refused => PullErrors.Read(refused.Complaints),
                _ => answer.ToResult(),
            };
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return HostResult.Failed<string>(
                ErrorCodes.ImagePullFailed,
                $"the image did not arrive within {_options.PullTimeout.TotalSeconds:0} s (Docker:PullTimeout)");
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

    private async Task<HostResult<string>> ReadIdAsync(string reference, CancellationToken cancellationToken) =>
        await FindAsync(reference, cancellationToken) switch
        {
            HostResult<string?>.Done { Value: { } id } => HostResult.Of(id),
            HostResult<string?>.Done => HostResult.Failed<string>(ErrorCodes.ImagePullFailed, "the image was fetched and removed again at once"),
            var other => other.As<string>(),
        };

    [LoggerMessage(EventIds.ImagePullStarted, LogLevel.Information, "Pulling image {Image}")]
    private partial void ImagePullStarted(string image);

    [LoggerMessage(EventIds.ImagePulled, LogLevel.Information, "Pulled image {Image} in {Milliseconds} ms")]
    private partial void ImagePulled(string image, long milliseconds);

    [LoggerMessage(EventIds.ImagePullFailed, LogLevel.Warning, "Image {Image} could not be pulled: {Reason}")]
    private partial void ImagePullFailed(string image, string reason);
}
