using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Hosts;

/// <summary>Short ways to make a <see cref="HostResult{T}"/>.</summary>
public static class HostResult
{
    /// <summary>The effect took place and there is nothing to hand back.</summary>
    public static readonly HostResult<Nothing> Done = new HostResult<Nothing>.Done(default);

    public static HostResult<T> Of<T>(T value) => new HostResult<T>.Done(value);

    public static HostResult<T> Failed<T>(string code, string detail) => new HostResult<T>.Failed(new Problem(code, detail));

    public static HostResult<T> Unknown<T>(string detail) => new HostResult<T>.Unknown(new Problem(ErrorCodes.BackendUnavailable, detail));
}
