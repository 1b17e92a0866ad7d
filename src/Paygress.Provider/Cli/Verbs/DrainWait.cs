using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Waits until a provider that is draining has no lease left. It may be restarted meanwhile: draining survives that, so the wait does.</summary>
internal sealed class DrainWait(ClientCall call)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // A stop takes up to 25 s, and a machine that boots takes longer.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private long? _lostAt;
    private int _told = -1;

    /// <summary>Returns when the last lease has ended; the result is the exit code.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var reply = await call.Client.StatusAsync(cancellationToken);
            switch (reply)
            {
                case Reply<StatusMessage>.Ok { Value: { Draining: false } }:
                    call.Note("draining was turned off; not waiting any more");
                    return ExitCode.Failed;
                case Reply<StatusMessage>.Ok { Value.Leases: var leases } when Tell(leases) == 0:
                    return ExitCode.Done;
                case Reply<StatusMessage>.Refused:
                case Reply<StatusMessage>.Unreachable when !MayComeBack():
                    return call.Fail(reply);
            }

            await Task.Delay(Interval, call.Time, cancellationToken);
        }
    }

    private int Tell(LeaseCountsMessage leases)
    {
        _lostAt = null;
        var left = leases.Queued + leases.Provisioning + leases.Active + leases.Locked + leases.Evicting;
        if (left != _told && left > 0)
        {
            call.Note($"{left} lease{(left == 1 ? "" : "s")} left");
            _told = left;
        }

        return left;
    }

    private bool MayComeBack()
    {
        if (_lostAt is null)
        {
            call.Note("the provider does not answer; waiting for it to come back");
        }

        _lostAt ??= call.Time.GetTimestamp();
        return call.Time.GetElapsedTime(_lostAt.Value) < Patience;
    }
}
