using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Paygress.Provider.Core.Diagnostics;

namespace Paygress.Provider.Core.Leases;

/// <summary>Runs work on leases beside the loops and knows which leases are in hand.</summary>
public sealed partial class LeaseWork(LeaseLedger ledger, TimeProvider timeProvider, ILogger<LeaseWork> logger)
{
    // Work that fails at once, as on a full disk, must not be begun again at once, over and over.
    private static readonly TimeSpan RestAfterCrash = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];

    // Counted, because a restart and an eviction of one lease may be begun at the same moment.
    private readonly Dictionary<LeaseId, int> _inHand = [];

    /// <summary>True while work on this lease is under way.</summary>
    public bool IsInHand(LeaseId id)
    {
        lock (_gate)
        {
            return _inHand.ContainsKey(id);
        }
    }

    /// <summary>Begins <paramref name="run"/> on these leases and returns at once. Whatever it throws is logged; the books say what is left to do.</summary>
    /// <param name="ids">The leases.</param>
    /// <param name="run">The work.</param>
    /// <param name="over">Called once they are out of hand: after a rest, when it failed.</param>
    public void Begin(ImmutableArray<LeaseId> ids, Func<Task> run, Action? over = null)
    {
        if (ids.IsEmpty)
        {
            return;
        }

        var ended = new TaskCompletionSource();
        lock (_gate)
        {
            _running.Add(ended.Task);
            foreach (var id in ids)
            {
                _inHand[id] = _inHand.GetValueOrDefault(id) + 1;
            }
        }

        _ = Task.Run(() => RunAsync(ids, run, over, ended), CancellationToken.None);
    }

    /// <summary>Waits until all work that was begun has ended.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            return Task.WhenAll([.. _running]);
        }
    }

    private async Task RunAsync(ImmutableArray<LeaseId> ids, Func<Task> run, Action? over, TaskCompletionSource ended)
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
            await Task.Delay(RestAfterCrash, timeProvider, CancellationToken.None);
        }
        finally
        {
            Forget(ids, ended.Task);
            over?.Invoke();
            ended.TrySetResult();

            // Somebody may wait for these leases to be free.
            ledger.Changed.Send();
        }
    }

    private void Forget(ImmutableArray<LeaseId> ids, Task ended)
    {
        lock (_gate)
        {
            _running.Remove(ended);
            foreach (var id in ids)
            {
                if (--_inHand[id] == 0)
                {
                    _inHand.Remove(id);
                }
            }
        }
    }

    [LoggerMessage(EventIds.LeaseWorkCrashed, LogLevel.Error, "Lease {LeaseId} and {Count} in all: work on them stopped; the next sweep takes it up")]
    private partial void LeaseWorkCrashed(Exception exception, LeaseId leaseId, int count);
}
