using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Exec;

/// <summary>What may be run in a tenant's container: anything that the journal can name.</summary>
internal static class ExecRule
{
    /// <summary>The longest path of a program that is taken, in characters.</summary>
    public const int MaxLength = 200;

    /// <summary>What is wrong with a program's name; none when it can be run.</summary>
    public static Problem? FindFault(string program) =>
        program.Length is > 0 and <= MaxLength && !program.Any(char.IsControl)
            ? null
            : new Problem(ErrorCodes.InvalidRequest, $"must be 1 to {MaxLength} characters without line breaks", "program");
}
