using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Hosts;

/// <summary>What came of asking the host for an effect or a fact.</summary>
/// <remarks>"Did not answer" is a case of its own, because it is neither "done" nor "not done".</remarks>
public abstract record HostResult<T>
{
    private HostResult()
    {
    }

    /// <summary>The host answered: it is so.</summary>
    public sealed record Done(T Value) : HostResult<T>;

    /// <summary>The host answered: no. Asking the same again gives the same, unless something changes.</summary>
    public sealed record Failed(Problem Problem) : HostResult<T>;

    /// <summary>The host did not answer in time, or the answer was lost: the effect may or may not take place, even later.</summary>
    public sealed record Unknown(Problem Problem) : HostResult<T>;

    /// <summary>True when the host confirmed it.</summary>
    public bool IsDone => this is Done;

    /// <summary>What stands in the way; none when done.</summary>
    public Problem? Error => this switch
    {
        Failed x => x.Problem,
        Unknown x => x.Problem,
        _ => null,
    };

    /// <summary>The same refusal or silence, for a caller who returns another type.</summary>
    public HostResult<TOther> As<TOther>() => this switch
    {
        Failed x => new HostResult<TOther>.Failed(x.Problem),
        Unknown x => new HostResult<TOther>.Unknown(x.Problem),
        _ => throw new InvalidOperationException("a result that is done has a value to map"),
    };

    /// <summary>The same answer with something made of its value; a refusal or silence stays what it is.</summary>
    public HostResult<TOther> Select<TOther>(Func<T, TOther> make) => this is Done done ? new HostResult<TOther>.Done(make(done.Value)) : As<TOther>();

    /// <summary>The same answer where it only counts that it is done.</summary>
    public HostResult<Nothing> ToEffect() => Select(_ => default(Nothing));
}
