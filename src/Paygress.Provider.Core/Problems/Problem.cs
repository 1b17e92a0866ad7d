namespace Paygress.Provider.Core.Problems;

/// <summary>What went wrong, in a form that a program and a person can act on.</summary>
/// <param name="Code">A stable code from <see cref="ErrorCodes"/>.</param>
/// <param name="Detail">What is wrong and what to do; never a secret.</param>
/// <param name="Where">The field or option it is about, if there is one.</param>
public sealed record Problem(string Code, string Detail, string? Where = null)
{
    public override string ToString() => Where is null ? $"{Code}: {Detail}" : $"{Code}: {Where}: {Detail}";
}
