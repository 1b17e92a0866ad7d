using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>The repeatable option <c>--port 80/tcp</c>.</summary>
internal static class PortOption
{
    public static Option<SpawnPortMessage[]> Create() => new("--port", "-p")
    {
        Description = "Publish a port of the container, as PORT or PORT/tcp or PORT/udp. Repeatable. The provider picks the host port.",
        HelpName = "PORT[/tcp|/udp]",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => [.. result.Tokens.Select(t => Parse(t.Value, result))],
    };

    private static SpawnPortMessage Parse(string text, ArgumentResult result)
    {
        var (number, protocol) = text.Split('/') switch
        {
            [var only] => (only, "tcp"),
            [var first, "tcp" or "udp"] parts => (first, parts[1]),
            _ => ("", ""),
        };
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            result.AddError($"'{text}' is no port; write a number from 1 to 65535, with /tcp or /udp after it");
        }

        return new SpawnPortMessage(port, protocol);
    }
}
