using System.CommandLine.Parsing;

namespace Paygress.Provider.Cli;

/// <summary>A command that knows which of its options go together.</summary>
/// <remarks>Not a validator of System.CommandLine: one error of those hides the errors of single options, and we tell all at once.</remarks>
internal interface IChecked
{
    /// <summary>What does not go together. Looks at which options are there, not at their values: those may be wrong.</summary>
    IEnumerable<string> Check(CommandResult result);
}
