using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli;

/// <summary>What every verb needs of the world outside; replaced in tests.</summary>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Transport">Makes what carries HTTP to the socket at a path.</param>
internal sealed record CliContext(Terminal Terminal, TimeProvider Time, Func<string, string?> Environment, Func<string, HttpMessageHandler> Transport)
{
    /// <summary>The world of this process.</summary>
    public static CliContext OfProcess(TimeProvider time) => new(
        Terminal.OfProcess(System.Environment.GetEnvironmentVariable), time, System.Environment.GetEnvironmentVariable, UnixSocketTransport.Create);
}
