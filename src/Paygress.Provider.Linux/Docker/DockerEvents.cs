using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Deaths of our containers, from the stream of docker's events.</summary>
internal sealed partial class DockerEvents(
    ICommandRunner runner, DockerOptions options, string instanceId, TimeProvider timeProvider, ILogger<DockerEvents> logger) : IContainerEvents
{
    private const int Capacity = 256;

    private readonly ILogger _logger = logger;
    private readonly DockerClient _client = new(runner, options);
    private readonly DockerArguments _arguments = new(options, new DockerLabels(instanceId));

    /// <inheritdoc />
    public async IAsyncEnumerable<ContainerDeath> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Full means that the reader is slow: then docker waits, and nothing is lost.
        var deaths = Channel.CreateBounded<ContainerDeath>(Capacity);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(deaths.Writer, stop.Token);
        try
        {
            await foreach (var death in deaths.Reader.ReadAllAsync(cancellationToken))
            {
                yield return death;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task PumpAsync(ChannelWriter<ContainerDeath> writer, CancellationToken cancellationToken)
    {
        try
        {
            // A dead connection is silent too, so a silent stream is asked for anew; docker tells then what happened meanwhile.
            TimeSpan? unheard = null;
            do
            {
                unheard = await ListenAsync(writer, unheard, cancellationToken);
            }
            while (unheard is not null);
        }
        finally
        {
            writer.TryComplete();
        }
    }

    // Gives since when nothing was heard, when that lasted too long; none when it was docker that ended the stream.
    private async Task<TimeSpan?> ListenAsync(ChannelWriter<ContainerDeath> writer, TimeSpan? since, CancellationToken cancellationToken)
    {
        var heard = timeProvider.GetTimestamp();
        var answer = await _client.StreamLinesAsync(
            _arguments.Deaths(since),
            options.EventsIdleTimeout,
            (line, stop) =>
            {
                heard = timeProvider.GetTimestamp();
                return Read(line) is { } death ? writer.WriteAsync(death, stop) : ValueTask.CompletedTask;
            },
            cancellationToken);
        switch (answer)
        {
            case DockerAnswer.Silent { IsLate: true }:
                return timeProvider.GetElapsedTime(heard);
            case DockerAnswer.Silent silent:
                ContainerEventsInterrupted(silent.Detail);
                break;
            case DockerAnswer.Refused refused:
                ContainerEventsInterrupted(DockerErrors.Shorten(refused.Complaints));
                break;
        }

        return null;
    }

    private static ContainerDeath? Read(CommandLine line) =>
        line.Source == OutputSource.StandardOutput
            ? DockerJson.TryRead(line.Text, DockerJsonContext.Default.DockerEvent)?.ToDeath()
            : null;

    [LoggerMessage(EventIds.ContainerEventsInterrupted, LogLevel.Warning, "The stream of docker's events ended: {Reason}")]
    private partial void ContainerEventsInterrupted(string reason);
}
