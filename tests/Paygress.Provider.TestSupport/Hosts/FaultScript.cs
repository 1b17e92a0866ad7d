using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>The script of a fake host: which call goes wrong and how, which one has to wait, and what was asked for.</summary>
/// <remarks>Effects run one at a time under its lock, so the fakes need none of their own.</remarks>
public sealed class FaultScript
{
    /// <summary>Stands for every verb in <see cref="Always"/>.</summary>
    public const string AnyVerb = "*";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<HostFault>> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HostFault> _always = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TaskCompletionSource> _gates = new(StringComparer.Ordinal);
    private readonly List<Action> _late = [];
    private ImmutableArray<HostCall> _calls = [];

    /// <summary>Every call so far, in order.</summary>
    public ImmutableArray<HostCall> Calls
    {
        get
        {
            lock (_lock)
            {
                return _calls;
            }
        }
    }

    /// <summary>Lets the next call of a verb go wrong; may be repeated for the ones after it.</summary>
    public void Next(string verb, HostFault fault)
    {
        lock (_lock)
        {
            if (!_next.TryGetValue(verb, out var queue))
            {
                _next[verb] = queue = new Queue<HostFault>();
            }

            queue.Enqueue(fault);
        }
    }

    /// <summary>Lets every call of a verb go wrong until <see cref="Clear"/>.</summary>
    public void Always(string verb, HostFault fault)
    {
        lock (_lock)
        {
            _always[verb] = fault;
        }
    }

    /// <summary>Forgets the calls so far.</summary>
    public void ForgetCalls()
    {
        lock (_lock)
        {
            _calls = [];
        }
    }

    /// <summary>Everything works again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _next.Clear();
            _always.Clear();
        }
    }

    /// <summary>Lets calls of a verb wait, before they have any effect, until the result is disposed.</summary>
    public IDisposable Hold(string verb)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            _gates[verb] = gate;
        }

        return new Release(() =>
        {
            lock (_lock)
            {
                _gates.Remove(verb);
            }

            gate.TrySetResult();
        });
    }

    /// <summary>Lets the effects of <see cref="HostFault.Late"/> calls take place now.</summary>
    public void LandLateEffects()
    {
        lock (_lock)
        {
            _late.ForEach(effect => effect());
            _late.Clear();
        }
    }

    /// <summary>Plays one call.</summary>
    internal async Task<HostResult<T>> PlayAsync<T>(
        string verb,
        object? subject,
        Func<HostResult<T>> effect,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Enter(verb, subject).WaitAsync(cancellationToken);
        lock (_lock)
        {
            return Apply(FaultForLocked(verb), effect);
        }
    }

    /// <summary>Reads or changes the fake's state between calls.</summary>
    internal T WithState<T>(Func<T> use)
    {
        lock (_lock)
        {
            return use();
        }
    }

    private Task Enter(string verb, object? subject)
    {
        lock (_lock)
        {
            _calls = _calls.Add(new HostCall(verb, subject?.ToString() ?? string.Empty));
            return _gates.TryGetValue(verb, out var gate) ? gate.Task : Task.CompletedTask;
        }
    }

    private HostFault? FaultForLocked(string verb) =>
        _next.TryGetValue(verb, out var queue) && queue.TryDequeue(out var fault)
            ? fault
            : _always.GetValueOrDefault(verb) ?? _always.GetValueOrDefault(AnyVerb);

    private HostResult<T> Apply<T>(HostFault? fault, Func<HostResult<T>> effect)
    {
        switch (fault)
        {
            case null:
                return effect();
            case HostFault.Refusal refusal:
                return HostResult.Failed<T>(refusal.Code, refusal.Detail);
            case HostFault.LostReply:
                effect();
                break;
            case HostFault.LateEffect:
                _late.Add(() => effect());
                break;
        }

        return HostResult.Unknown<T>("the fake host does not answer");
    }

    private sealed class Release(Action release) : IDisposable
    {
        public void Dispose() => release();
    }
}
