using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Contracts;

/// <summary>Short ways to look into results.</summary>
internal static class HostResultAssertions
{
    /// <summary>The value of a result that has to be done.</summary>
    public static T Value<T>(this HostResult<T> result) => result switch
    {
        HostResult<T>.Done done => done.Value,
        _ => throw new ShouldAssertException($"not done: {result.Error}"),
    };

    /// <summary>The code of a result that has to be a refusal.</summary>
    public static string FailedCode<T>(this HostResult<T> result) => result switch
    {
        HostResult<T>.Failed failed => failed.Problem.Code,
        _ => throw new ShouldAssertException($"not refused: {result}"),
    };
}
