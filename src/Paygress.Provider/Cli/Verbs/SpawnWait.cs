using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Follows a spawn request to its outcome, over lost connections and a restart of the provider.</summary>
internal sealed class SpawnWait(ClientCall call, SpawnProgress progress)
{
    // Short, so that a change between two calls is not shown late.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(5);

    // Keeps a provider that answers at once from being asked without pause.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    // How long a restart of the provider may take.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Undoing what failed is retried until it works; who asked need not see its end.
    private static readonly TimeSpan Undoing = TimeSpan.FromSeconds(30);

    /// <summary>Whether it did not become active.</summary>
    public static bool HasFailed(LeaseMessage lease) => lease.State == "failed" || (lease.State is "evicting" or "ended" && lease.StartedAt is null);

    /// <summary>Whether it is what was asked for: active, or on the way to it where that is enough.</summary>
    public static bool IsLive(LeaseMessage lease, bool onlyAccepted) => lease.State == "active" || (onlyAccepted && lease.State is "queued" or "provisioning");

    /// <summary>Asks, and answers when the lease runs or has failed.</summary>
    public async Task<Reply<LeaseMessage>> RunAsync(SpawnMessage message, bool onlyAccepted, CancellationToken cancellationToken)
    {
        progress.Tell("asking");
        var reply = await PersistAsync(() => call.Client.SpawnAsync(message, cancellationToken), isSent: false, cancellationToken);
        long? undoingSince = null;
        while (!onlyAccepted && reply is Reply<LeaseMessage>.Ok { Value: var lease } && !IsSettled(lease, ref undoingSince))
        {
            progress.Tell(lease.Progress ?? Words(lease.State));
            await Task.Delay(Pause, call.Time, cancellationToken);
            reply = await PersistAsync(() => call.Client.SpawnedAsync(lease.RequestId, Poll, cancellationToken), isSent: true, cancellationToken);
        }

        return reply;
    }

    private bool IsSettled(LeaseMessage lease, ref long? undoingSince)
    {
        if (lease.State != "evicting" || lease.StartedAt is not null)
        {
            return lease.State is not ("queued" or "provisioning");
        }

        undoingSince ??= call.Time.GetTimestamp();
        return call.Time.GetElapsedTime(undoingSince.Value) > Undoing;
    }

    // What was never sent is told at once; what may have arrived is asked again under the same request id.
    private async Task<Reply<LeaseMessage>> PersistAsync(Func<Task<Reply<LeaseMessage>>> send, bool isSent, CancellationToken cancellationToken)
    {
        var start = call.Time.GetTimestamp();
        while (true)
        {
            var reply = await send();
            isSent |= reply is Reply<LeaseMessage>.Unreachable { Fault.MayHaveArrived: true };
            if (reply is not Reply<LeaseMessage>.Unreachable { Fault: var fault } || !isSent || call.Time.GetElapsedTime(start) > Outage)
            {
                return isSent && reply is Reply<LeaseMessage>.Unreachable lost ? new Reply<LeaseMessage>.Unreachable(lost.Fault with { MayHaveArrived = true }) : reply;
            }

            progress.Tell($"{fault.What}; trying again");
            await Task.Delay(RetryDelay, call.Time, cancellationToken);
        }
    }

    private static string Words(string state) => state switch
    {
        "provisioning" => "starting",
        "evicting" => "failed, undoing what was made",
        _ => state,
    };
}
