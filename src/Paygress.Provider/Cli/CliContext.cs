using System.Collections.Immutable;
using Paygress.Provider.Exec;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Sockets;

namespace Paygress.Provider.Cli;

/// <summary>What every verb needs of the world outside; replaced in tests.</summary>
/// <param name="Environment">Reads an environment variable.</param>
/// <param name="Transport">Makes what carries HTTP to the socket at a path.</param>
internal sealed record CliContext(Terminal Terminal, TimeProvider Time, Func<string, string?> Environment, Func<string, HttpMessageHandler> Transport)
{
    /// <summary>Lets docker go on in place of this process.</summary>
    public ProgramSuccessor Become { get; init; } = BecomeAsProcess;

    /// <summary>The world of this process.</summary>
    public static CliContext OfProcess(TimeProvider time) => new(
        Terminal.OfProcess(System.Environment.GetEnvironmentVariable), time, System.Environment.GetEnvironmentVariable, UnixSocketTransport.Create);

    private static string BecomeAsProcess(string program, ImmutableArray<string> arguments, string? dockerHost) =>
        Successor.Become(program, arguments, dockerHost is null ? ImmutableDictionary<string, string>.Empty : new Dictionary<string, string> { ["DOCKER_HOST"] = dockerHost });
}
