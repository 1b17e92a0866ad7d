using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Leases;

/// <summary>Runs work on leases beside the loops and knows which leases are in hand.</summary>
public sealed partial class LeaseWork(LeaseLedger ledger, ILogger<LeaseWork> logger)
{
    private readonly ConcurrentDictionary<LeaseId, Task> _running = new();

    /// <summary>True while work on this lease is under way.</summary>
    public bool IsInHand(LeaseId id) => _running.ContainsKey(id);

    /// <summary>Begins <paramref name="run"/> on these leases and returns at once. Whatever it throws is logged; the books say what is left to do.</summary>
    public void Begin(ImmutableArray<LeaseId> ids, Func<Task> run)
    {
        if (ids.IsEmpty)
        {
            return;
        }

        var ended = new TaskCompletionSource();
        foreach (var id in ids)
        {
            _running[id] = ended.Task;
        }

        _ = Task.Run(() => RunAsync(ids, run, ended), CancellationToken.None);
    }

    /// <summary>Waits until all work that was begun has ended.</summary>
    public Task DrainAsync() => Task.WhenAll(_running.Values);

    private async Task RunAsync(ImmutableArray<LeaseId> ids, Func<Task> run, TaskCompletionSource ended)
    {
        try
        {
            await run();
        }
        catch (OperationCanceledException)
        {
            // The daemon stops: the next one takes it up from the books.
        }
#pragma warning disable CA1031 // One failing piece of work must not end the loop that serves all other leases.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LeaseWorkCrashed(e, ids[0], ids.Length);
        }
        finally
        {
            foreach (var id in ids)
            {
                _running.TryRemove(id, out _);
            }

            ended.TrySetResult();

            // Somebody may wait for these leases to be free.
            ledger.Changed.Send();
        }
    }

    [LoggerMessage(EventIds.LeaseWorkCrashed, LogLevel.Error, "Lease {LeaseId} and {Count} in all: work on them stopped; the next sweep takes it up")]
    private partial void LeaseWorkCrashed(Exception exception, LeaseId leaseId, int count);
}
