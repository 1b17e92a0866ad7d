using System.Collections.Concurrent;

namespace Paygress.Provider.UnitTests.Cli;

/// <summary>Lets what waits go on only when its turn is given, so that a fake clock never moves while it runs.</summary>
internal sealed class Turns : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _waiting = new();

    public override void Post(SendOrPostCallback d, object? state) => _waiting.Enqueue((d, state));

    /// <summary>Begins what is given; it goes on in <see cref="Give"/>.</summary>
    public T Begin<T>(Func<T> begin)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            return begin();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <summary>Gives a turn to all that wait for one, and to what they make wait; false when nobody did.</summary>
    public bool Give()
    {
        var any = false;
        while (_waiting.TryDequeue(out var next))
        {
            any = Begin(() =>
            {
                next.Callback(next.State);
                return true;
            });
        }

        return any;
    }
}
