using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Api.Events;

/// <summary>Writes events to one client as server-sent events.</summary>
/// <remarks>Each client reads the books at its own pace from its own place: nothing is queued for it, and nobody waits for it.</remarks>
internal sealed class EventStream(IEventLog log, LeaseLedger ledger, IWallClock wall, TimeProvider timeProvider)
{
    /// <summary>The most events that are in memory for one client.</summary>
    public const int Batch = 100;

    /// <summary>How long a stream is silent at most; also bounds how late an event is that nobody announced.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(15);

    /// <summary>How long a client may take none of what is sent, before it is let go.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Goes on until cancelled, or ends with the newest event; false when the client took too long.</summary>
    /// <param name="after">The number of the last event that the client has.</param>
    public async Task<bool> CopyAsync(Stream output, long after, bool follow, CancellationToken cancellationToken)
    {
        // With no data, this is no event, but sets from where a client that is cut off goes on.
        var block = $"retry: 1000\nid: {after}\n\n";
        while (await TryWriteAsync(output, block, cancellationToken))
        {
            var changed = ledger.Changed.Next;
            var events = await log.ReadAsync(after, Batch, cancellationToken);
            if (events.IsEmpty && !follow)
            {
                return true;
            }

            if (events.IsEmpty)
            {
                await Pulse.WaitAsync(changed, Beat, timeProvider, cancellationToken);
                events = await log.ReadAsync(after, Batch, cancellationToken);
            }

            after = events.IsEmpty ? after : events[^1].Number;
            block = events.IsEmpty ? Sign(changed) : Format(events);
        }

        return false;
    }

    // Woken by an event that was sent already, there is nothing to say.
    private static string Sign(Task changed) => changed.IsCompleted ? "" : ": still there\n\n";

    private string Format(ImmutableArray<NumberedEvent> events) => string.Concat(events.Select(e => $"id: {e.Number}\ndata: {Json(e)}\n\n"));

    private string Json(NumberedEvent e) => JsonSerializer.Serialize(
        new EventMessage(e.Number, wall.ToWall(e.Entry.At), e.LeaseId.ToString(), e.Vmid?.Value, e.Entry.Name, EnumText<LeaseState>.Of(e.Entry.State), e.Entry.Detail),
        ApiJsonContext.Default.EventMessage);

    private async Task<bool> TryWriteAsync(Stream output, string block, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Patience, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            await output.WriteAsync(Encoding.UTF8.GetBytes(block), either.Token);
            await output.FlushAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
