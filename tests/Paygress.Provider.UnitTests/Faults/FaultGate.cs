using System.Collections.Immutable;

namespace Paygress.Provider.UnitTests.Faults;

/// <summary>Every call of one provider process over its ports comes through here; at most one of them goes wrong, or all of some kinds.</summary>
internal sealed class FaultGate
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _passed = new(StringComparer.Ordinal);
    private readonly List<Func<Task>> _late = [];
    private ImmutableArray<FaultPoint> _reached = [];
    private (FaultPoint Point, FaultKind Kind)? _armed;
    private ImmutableHashSet<string> _broken = [];
    private bool _counting;

    /// <summary>True once the provider was killed: none of its calls has an effect or an answer any more.</summary>
    public bool IsCrashed { get; private set; }

    /// <summary>True once the armed fault took place.</summary>
    public bool HasFired { get; private set; }

    /// <summary>The points that were passed since <see cref="Arm"/>.</summary>
    public ImmutableArray<FaultPoint> Reached
    {
        get
        {
            lock (_lock)
            {
                return _reached;
            }
        }
    }

    /// <summary>Counts from now on, and lets one call go wrong if one is given.</summary>
    public void Arm((FaultPoint Point, FaultKind Kind)? fault)
    {
        lock (_lock)
        {
            (_armed, _counting) = (fault, true);
        }
    }

    /// <summary>Lets every call of these names fail from now on; without any, all go through again.</summary>
    public void Break(params string[] names) => _broken = [.. names];

    /// <summary>What is to go wrong with this call; none when it goes through.</summary>
    public FaultKind? Enter(string name, bool mayBeSilent)
    {
        lock (_lock)
        {
            if (_broken.Contains(name))
            {
                return FaultKind.Error;
            }

            if (!_counting || IsCrashed)
            {
                return null;
            }

            var point = new FaultPoint(name, _passed[name] = _passed.GetValueOrDefault(name) + 1, mayBeSilent);
            _reached = _reached.Add(point);
            if (_armed is not { } fault || fault.Point != point)
            {
                return null;
            }

            HasFired = true;
            return fault.Kind;
        }
    }

    /// <summary>The provider is dead from here on.</summary>
    public void Crash() => IsCrashed = true;

    /// <summary>Keeps an effect for <see cref="LandAsync"/>.</summary>
    public void Postpone(Func<Task> effect) => _late.Add(effect);

    /// <summary>Lets the effects take place that come late.</summary>
    public async Task LandAsync()
    {
        foreach (var effect in _late)
        {
            try
            {
                await effect();
            }
            catch (OperationCanceledException)
            {
                // A pull whose caller has gone: docker ends it.
            }
        }

        _late.Clear();
    }
}
