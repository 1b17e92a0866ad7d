namespace Paygress.Provider.Core.Leases;

/// <summary>Wakes everybody who waits for something to change.</summary>
/// <remarks>Take <see cref="Next"/> first, look second, wait third: a change in between is then never missed.</remarks>
public sealed class Pulse
{
    private TaskCompletionSource _next = Make();

    /// <summary>Completes at the next <see cref="Send"/>.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes all who wait.</summary>
    public void Send() => Interlocked.Exchange(ref _next, Make()).TrySetResult();

    /// <summary>Waits for <paramref name="next"/> or until <paramref name="delay"/> has passed, whichever comes first.</summary>
    public static async Task WaitAsync(Task next, TimeSpan delay, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        if (delay <= TimeSpan.Zero)
        {
            return;
        }

        // A timer can't be set further ahead than some weeks; whoever waits looks again anyway.
        var bounded = delay < TimeSpan.FromHours(1) ? delay : TimeSpan.FromHours(1);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(next, Task.Delay(bounded, timeProvider, stop.Token));
        await stop.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TaskCompletionSource Make() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
