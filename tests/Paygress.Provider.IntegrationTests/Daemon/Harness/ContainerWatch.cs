using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Keeps docker's own record of starts and deaths: exact times, without polling.</summary>
internal sealed class ContainerWatch : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<ContainerTime> _seen = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    public ContainerWatch(string instanceId)
    {
        var runner = new CliWrapCommandRunner(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);
        var since = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var spec = new StreamSpec
        {
            Program = TestEngine.Program,
            Arguments = ["events", $"--since={since}", "--filter=type=container", "--filter=event=start", "--filter=event=die", $"--filter=label=io.paygress.host={instanceId}", "--format={{json .}}"],
            IdleLimit = Timeout.InfiniteTimeSpan,
        };
        _reading = ReadAsync(runner, spec);
    }

    public ImmutableArray<ContainerTime> Of(string leaseId, string action) => [.. _seen.Where(s => s.LeaseId == leaseId && s.Action == action)];

    /// <summary>The first death of a lease's container; waits for it.</summary>
    public async Task<DateTimeOffset> DeathAsync(string leaseId)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (Of(leaseId, "die").IsEmpty)
        {
            TimeProvider.System.GetElapsedTime(start).ShouldBeLessThan(Patience, $"the container of {leaseId} does not die");
            await Task.Delay(Look, TimeProvider.System);
        }

        return Of(leaseId, "die")[0].At;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // The stream ends with the engine; the next one tells what it has seen itself, and nothing twice.
    private async Task ReadAsync(CliWrapCommandRunner runner, StreamSpec spec)
    {
        while (true)
        {
            await runner.StreamLinesAsync(spec, Keep, _stop.Token);
            await Task.Delay(Look, TimeProvider.System, _stop.Token);
        }
    }

    private ValueTask Keep(CommandLine line, CancellationToken cancellationToken)
    {
        if (line.Source is OutputSource.StandardOutput)
        {
            using var document = JsonDocument.Parse(line.Text);
            var attributes = document.RootElement.GetProperty("Actor").GetProperty("Attributes");
            _seen.Enqueue(new ContainerTime(
                document.RootElement.GetProperty("Action").GetString()!,
                attributes.GetProperty("name").GetString()!,
                attributes.GetProperty("io.paygress.lease").GetString()!,
                DateTimeOffset.UnixEpoch.AddTicks(document.RootElement.GetProperty("timeNano").GetInt64() / 100)));
        }

        return ValueTask.CompletedTask;
    }
}
