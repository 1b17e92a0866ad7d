using System.Net.Sockets;

namespace Paygress.Provider.Cli.Client;

/// <summary>Why the provider gave no answer.</summary>
/// <param name="What">What happened.</param>
/// <param name="Remedy">What a person can do about it.</param>
/// <param name="MayHaveArrived">The request may have been received, so that only its request id makes a repetition safe.</param>
internal sealed record ConnectionFault(string What, string Remedy, bool MayHaveArrived)
{
    private const string LookAtService = "look at 'systemctl status paygress-provider'";

    /// <summary>The socket could not be connected to.</summary>
    public static ConnectionFault NotConnected(string socketPath, SocketError error) => error switch
    {
        SocketError.AccessDenied => new(
            $"permission denied on {socketPath}", "you are not in group paygress: use sudo, or 'sudo usermod -aG paygress \"$USER\"' and log in again", false),
        SocketError.ConnectionRefused => new(
            $"nobody listens on {socketPath}", $"the provider has stopped: {LookAtService}", false),
        SocketError.AddressNotAvailable or SocketError.HostNotFound => new(
            $"there is no socket {socketPath}", $"is the provider running? {LookAtService}, or give --socket PATH", false),
        _ => new($"can't connect to {socketPath} ({error})", LookAtService, false),
    };

    /// <summary>The path can't name a socket at all.</summary>
    public static ConnectionFault BadPath(string socketPath) =>
        new($"'{socketPath}' can't be the path of a socket", "give --socket PATH, at most 107 bytes long", false);

    /// <summary>The connection broke before the answer was whole.</summary>
    public static ConnectionFault Broken(string socketPath) =>
        new($"the provider at {socketPath} closed the connection before it answered", $"was it restarted? {LookAtService}", true);

    /// <summary>No answer came in time.</summary>
    public static ConnectionFault Silent(string socketPath, TimeSpan waited) =>
        new($"the provider at {socketPath} did not answer within {waited.TotalSeconds:0} s", LookAtService, true);

    /// <summary>What answers is not a provider, or one of another version.</summary>
    public static ConnectionFault NotUnderstood(string socketPath, int status) =>
        new($"what answers at {socketPath} does not speak like a provider (HTTP {status})", "is --socket right, and was the provider restarted after an upgrade?", true);
}
