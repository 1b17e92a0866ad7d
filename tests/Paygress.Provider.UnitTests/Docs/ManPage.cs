using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Paygress.Provider.Cli;

namespace Paygress.Provider.UnitTests.Docs;

/// <summary>Writes the man page of a program from its verbs.</summary>
internal static class ManPage
{
    private const string Files = """
        .TP
        .I /etc/paygress/appsettings.json
        What you change of the settings; all of them, with their defaults, are in
        .I /usr/share/doc/paygress\-provider/configuration.md.gz
        .TP
        .I /run/paygress/provider.sock
        The local API, for root and the members of group
        .BR paygress .
        .TP
        .I /run/paygress/heartbeat.json
        The last heartbeat.
        .TP
        .I /var/lib/paygress
        Books, volumes and lease files.

        """;

    private const string SeeAlso = """
        .BR journalctl (1),
        .BR systemctl (1),
        .BR docker (1),
        .BR cryptsetup (8)
        .PP
        Operations, events, isolation, encrypted volumes:
        .I /usr/share/doc/paygress\-provider

        """;

    public static string Write(RootCommand program)
    {
        var page = new StringBuilder("""
            .\" Made by a test from the program's verbs: UPDATE_GOLDEN=1 rewrites it.
            .TH PAYGRESS\-PROVIDER 1 "" "Paygress.Provider" "User Commands"
            .SH NAME

            """);
        page.Append($"{ProviderCommand.ProgramName.Replace("-", "\\-", StringComparison.Ordinal)} \\- rents out this machine by the second\n");
        page.Append(".SH SYNOPSIS\n.B paygress\\-provider\n.I VERB\n.RI [ OPTION ]...\n.SH DESCRIPTION\n");
        page.Append($"{Text(program.Description)}\n.PP\nEvery verb has\n.BR \\-\\-help ;\nexit codes are at the end of the program's own help.\n.SH VERBS\n");
        foreach (var verb in Visible(program))
        {
            WriteVerb(page, verb, verb.Name);
        }

        return page.Append($".SH EXAMPLES AND EXIT STATUS\n{Lines(program)}.SH FILES\n{Files}.SH SEE ALSO\n{SeeAlso}").ToString();
    }

    private static void WriteVerb(StringBuilder page, Command verb, string name)
    {
        var arguments = string.Concat(verb.Arguments.Select(a => $" {a.HelpName ?? a.Name}"));
        page.Append($".SS {Text(name + arguments)}\n{Text(verb.Description)}\n");
        foreach (var option in verb.Options.Where(o => !o.Hidden && o is not HelpOption).OrderBy(o => o.Name, StringComparer.Ordinal))
        {
            page.Append($".TP\n.B {Text(string.Join(", ", option.Aliases.Prepend(option.Name)))}{(option.HelpName is { } value ? $" \\fI{Text(value)}\\fR" : "")}\n{Text(option.Description)}\n");
        }

        page.Append(Lines(verb));
        foreach (var inner in Visible(verb))
        {
            WriteVerb(page, inner, $"{name} {inner.Name}");
        }
    }

    private static IEnumerable<Command> Visible(Command command) => command.Subcommands.Where(c => !c.Hidden);

    private static string Lines(Command command) =>
        command is IExamples { Examples: { Count: > 0 } lines } ? $".PP\n.nf\n{string.Concat(lines.Select(line => $"{Text(line)}\n"))}.fi\n" : "";

    // What would begin a request or be taken for a hyphen or an escape.
    private static string Text(string? text)
    {
        var escaped = (text ?? "").Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
        return escaped.StartsWith('.') || escaped.StartsWith('\'') ? $"\\&{escaped}" : escaped;
    }
}
