namespace Paygress.Provider.Cli;

/// <summary>A command whose help ends in examples and notes.</summary>
internal interface IExamples
{
    /// <summary>Lines for the end of the help text, at most 78 characters each.</summary>
    IReadOnlyList<string> Examples { get; }
}
