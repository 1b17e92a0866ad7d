using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Paygress.Provider.Cli;

/// <summary>The usual help text, at most as wide as a page, and after it the command's examples.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    /// <summary>The width that every help text fits, in columns.</summary>
    public const int PageWidth = 80;

    private readonly HelpAction _usual = new() { MaxWidth = PageWidth };

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        _usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is IExamples { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine(example.Length == 0 ? "" : $"  {example}");
            }

            output.WriteLine();
        }

        return ExitCode.Done;
    }
}
