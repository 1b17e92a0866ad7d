namespace Paygress.Provider.Cli;

/// <summary>Where a verb reads from and writes to.</summary>
/// <param name="Out">Results.</param>
/// <param name="Error">Progress and errors.</param>
/// <param name="OpenInput">Standard input as bytes.</param>
/// <param name="OpenOutput">Standard output as bytes.</param>
internal sealed record Terminal(TerminalSide Out, TerminalSide Error, Func<Stream> OpenInput, Func<Stream> OpenOutput)
{
    /// <summary>True where somebody sits: input and output are a terminal.</summary>
    public bool IsInteractive { get; init; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess(Func<string, string?> environment) => new(
        TerminalSide.Create(Console.Out, !Console.IsOutputRedirected, environment),
        TerminalSide.Create(Console.Error, !Console.IsErrorRedirected, environment),
        Console.OpenStandardInput,
        StandardOutput.Open)
    {
        IsInteractive = !Console.IsInputRedirected && !Console.IsOutputRedirected,
    };
}
