using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Workloads;

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
        // A label, which a template's port may have, has no place here.
        if (!PortText.TryParse(text, out var port) || text.Any(char.IsWhiteSpace))
        {
            result.AddError($"'{text}' is no port; write a number from 1 to 65535, with /tcp or /udp after it");
        }

        return new SpawnPortMessage(port.ContainerPort, EnumText<PortProtocol>.Of(port.Protocol));
    }
}
