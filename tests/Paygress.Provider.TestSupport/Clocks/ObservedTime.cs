using Microsoft.Extensions.Time.Testing;

namespace Paygress.Provider.TestSupport.Clocks;

/// <summary>A clock that only the test moves, and that knows whether somebody waits for it.</summary>
public sealed class ObservedTime(DateTimeOffset now) : FakeTimeProvider(now)
{
    private int _waiting;

    /// <summary>True while a timer is set that has not fired.</summary>
    public bool IsAwaited => Volatile.Read(ref _waiting) > 0;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var open = 1;
        var timer = base.CreateTimer(s => { End(); callback(s); }, state, dueTime, period);

        // Not before it is set: time that is passed for it meanwhile would be lost on it.
        Interlocked.Increment(ref _waiting);
        return new Timer(timer, End);

        void End()
        {
            if (Interlocked.Exchange(ref open, 0) == 1)
            {
                Interlocked.Decrement(ref _waiting);
            }
        }
    }

    private sealed class Timer(ITimer inner, Action end) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            end();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            end();
            return inner.DisposeAsync();
        }
    }
}
