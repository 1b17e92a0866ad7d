using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Cli.Rendering;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Cli;

/// <summary>Tells what is wrong with a command line.</summary>
internal static class UsageError
{
    /// <summary>Writes each error on its own line, then the usage.</summary>
    public static int Write(ParseResult result, IEnumerable<string> conflicts, TextWriter error)
    {
        foreach (var message in Messages(result, conflicts).Distinct(StringComparer.Ordinal))
        {
            error.WriteLine($"error: {Printable.Line(message)}");
        }

        error.WriteLine($"usage: {Usage(result)}");
        error.WriteLine($"try '{Path(result.CommandResult)} --help'");
        return ExitCode.Usage;
    }

    // An unknown option explains the errors around it, so it is told alone; what fits nowhere gets our words and a guess what was meant.
    private static IEnumerable<string> Messages(ParseResult result, IEnumerable<string> conflicts)
    {
        var command = result.CommandResult.Command;
        var options = result.UnmatchedTokens.Where(t => t.StartsWith('-')).ToList();
        if (options.Count > 0 || command.Subcommands.Count > 0)
        {
            var unknown = options.Count > 0 ? options : result.UnmatchedTokens;
            return unknown.Count > 0 ? unknown.Select(t => Unknown(t, command)) : [$"{Path(result.CommandResult)} needs a verb"];
        }

        var others = result.Errors.Select(e => e.Message.TrimEnd('.')).Where(m => !result.UnmatchedTokens.Any(t => m.EndsWith($"'{t}'", StringComparison.Ordinal)));
        return [.. others, .. result.UnmatchedTokens.Select(t => Unknown(t, command)), .. conflicts];
    }

    private static string Unknown(string token, Command command)
    {
        var isOption = token.StartsWith('-');
        var kind = isOption ? "option" : command.Subcommands.Count > 0 ? "verb" : "argument";
        IEnumerable<Symbol> known = isOption ? command.Options : command.Subcommands;
        var nearest = Nearest.To(token.Split('=')[0], known.Where(s => !s.Hidden).Select(s => s.Name));
        return $"unknown {kind} '{(isOption ? token.Split('=')[0] : token)}'" + (nearest is null ? "" : $"; did you mean '{nearest}'?");
    }

    // The help text knows how to write it; wrapped lines are joined again.
    private static string Usage(ParseResult result)
    {
        using var help = new StringWriter();
        string[] words = [.. Names(result.CommandResult).Skip(1), "--help"];
        result.RootCommandResult.Command.Parse(words).Invoke(new InvocationConfiguration { Output = help });
        var lines = help.ToString().Split('\n', StringSplitOptions.TrimEntries);
        return string.Join(' ', lines.SkipWhile(l => l != "Usage:").Skip(1).TakeWhile(l => l.Length > 0));
    }

    private static string Path(CommandResult command) => string.Join(' ', Names(command));

    private static IEnumerable<string> Names(CommandResult command) =>
        command.Parent is CommandResult parent ? Names(parent).Append(command.Command.Name) : [ProviderCommand.ProgramName];
}
