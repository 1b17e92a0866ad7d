using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>What a tenant may expect of the one lease that was asked for.</summary>
internal sealed class ExpectedLease(LeaseId id, bool encrypted, TimeSpan duration)
{
    private static readonly TimeSpan More = TimeSpan.FromHours(1);
    private readonly HashSet<int> _extensions = [];

    public LeaseId Id => id;

    public bool IsEncrypted => encrypted;

    public LeaseState State { get; private set; } = LeaseState.Active;

    public EndReason? Reason { get; private set; }

    /// <summary>True when the container may stay down, because its process was seen to end well.</summary>
    public bool MayBeDone { get; private set; }

    public TimeSpan Duration { get; private set; } = duration;

    /// <summary>The most that outages can have given back so far.</summary>
    public TimeSpan MostCredit { get; private set; }

    public bool IsOver => State is LeaseState.Ended or LeaseState.Failed;

    public void Extend(int number) => Duration += !IsOver && _extensions.Add(number) ? More : TimeSpan.Zero;

    public void End(EndReason reason)
    {
        if (!IsOver)
        {
            (State, Reason) = (LeaseState.Ended, reason);
        }
    }

    /// <summary>It never ran: the provider died with the only copy of its key.</summary>
    public void Fail() => State = LeaseState.Failed;

    public void Unlock() => State = State is LeaseState.Locked ? LeaseState.Active : State;

    public void Finish() => MayBeDone = true;

    /// <summary>The key is gone with the machine's memory.</summary>
    public void Reboot() => State = State is LeaseState.Active && encrypted ? LeaseState.Locked : State;

    // Also when it is over here: the rules may learn later that its container was lost.
    public void Credit(TimeSpan most) => MostCredit += most;
}
