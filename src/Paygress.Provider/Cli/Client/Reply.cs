using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli.Client;

/// <summary>How a call to the provider ended.</summary>
internal abstract record Reply<T>
{
    private Reply()
    {
    }

    /// <summary>It did what was asked.</summary>
    public sealed record Ok(T Value) : Reply<T>;

    /// <summary>It answered that it will not, or could not.</summary>
    public sealed record Refused(ProblemMessage Problem) : Reply<T>;

    /// <summary>There was no answer, or none that a provider gives.</summary>
    public sealed record Unreachable(ConnectionFault Fault) : Reply<T>;

    /// <summary>Carries a failure over to a call of another type.</summary>
    public Reply<TOther> Failure<TOther>() => this switch
    {
        Refused refused => new Reply<TOther>.Refused(refused.Problem),
        Unreachable unreachable => new Reply<TOther>.Unreachable(unreachable.Fault),
        _ => throw new InvalidOperationException("a reply that is Ok is no failure"),
    };
}
