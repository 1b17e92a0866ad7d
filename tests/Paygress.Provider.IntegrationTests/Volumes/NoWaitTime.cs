namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>A clock by which every pause is over at once.</summary>
internal sealed class NoWaitTime : TimeProvider
{
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, TimeSpan.Zero, period);
}
