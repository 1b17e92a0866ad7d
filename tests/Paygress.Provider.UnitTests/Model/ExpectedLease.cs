using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>What a tenant may expect of the one lease that was asked for.</summary>
internal sealed class ExpectedLease(LeaseId id, bool encrypted, DateTimeOffset askedAt, TimeSpan duration)
{
    private static readonly TimeSpan More = TimeSpan.FromHours(1);
    private readonly HashSet<int> _extensions = [];

    public LeaseId Id => id;

    public bool IsEncrypted => encrypted;

    public DateTimeOffset AskedAt => askedAt;

    public LeaseState State { get; private set; } = LeaseState.Active;

    public EndReason? Reason { get; private set; }

    /// <summary>True when the container may stay down, because its process was seen to end well.</summary>
    public bool MayBeDone { get; private set; }

    public TimeSpan Duration { get; private set; } = duration;

    /// <summary>What outages have taken from it.</summary>
    public ExpectedCredit Credit { get; } = new();

    public bool IsOver => State is LeaseState.Ended or LeaseState.Failed;

    public void Extend(int number) => Duration += !IsOver && _extensions.Add(number) ? More : TimeSpan.Zero;

    public void End(EndReason reason)
    {
        if (!IsOver)
        {
            (State, Reason) = (LeaseState.Ended, reason);
        }
    }

    /// <summary>Its time is up, and whatever nobody had noticed by then is not looked for any more.</summary>
    public void Expire()
    {
        if (!IsOver || Reason is EndReason.ContainerLost)
        {
            (State, Reason) = (LeaseState.Ended, EndReason.Expired);
        }
    }

    /// <summary>It never ran: it waited too long, or the provider died with the only copy of its key.</summary>
    public void Fail() => State = IsOver ? State : LeaseState.Failed;

    public void Unlock() => State = State is LeaseState.Locked ? LeaseState.Active : State;

    public void Finish() => MayBeDone = true;

    /// <summary>The key is gone with the machine's memory.</summary>
    public void Reboot() => State = State is LeaseState.Active && encrypted ? LeaseState.Locked : State;
}
