using System.CommandLine;

namespace Paygress.Provider.Cli;

/// <summary>Options that many verbs have, the same everywhere.</summary>
internal static class CommonOptions
{
    /// <summary>Where the provider listens when nothing else is said.</summary>
    public const string DefaultSocket = "/run/paygress/provider.sock";

    /// <summary>Names the socket without an option.</summary>
    public const string SocketVariable = "PAYGRESS_SOCKET";

    /// <summary><c>--json</c>, for every verb.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print JSON and nothing else on standard output." };

    /// <summary><c>--socket PATH</c>, for every verb that talks to the provider.</summary>
    public static Option<string> Socket(Func<string, string?> environment) => new("--socket")
    {
        Description = $"The provider's socket; also by {SocketVariable}.",
        HelpName = "PATH",
        DefaultValueFactory = _ => environment(SocketVariable) is { Length: > 0 } path ? path : DefaultSocket,
    };

    /// <summary><c>--request-id ID</c>, for every verb that may be repeated safely.</summary>
    public static Option<string?> RequestId() => new("--request-id")
    {
        Description = "Makes a repetition safe: the same id again is the same request. Made up when not given.",
        HelpName = "ID",
    };

    /// <summary>Where the key of an encrypted volume is read.</summary>
    public static Option<string> KeyFile(bool required) => new("--key-file")
    {
        Description = "A key of 32 bytes: raw, 64 hex digits or base64; - reads standard input.",
        HelpName = "FILE|-",
        Required = required,
    };
}
