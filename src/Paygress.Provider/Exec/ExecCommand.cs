using System.Collections.Immutable;

namespace Paygress.Provider.Exec;

/// <summary>What docker is to be called with to run a program in a container. Pure.</summary>
internal static class ExecCommand
{
    /// <summary>The arguments; no word of the caller can become an option of docker.</summary>
    /// <param name="user">Who it runs as; none for the user of the image.</param>
    /// <param name="interactive">True where input and output are a terminal.</param>
    public static ImmutableArray<string> Arguments(string containerId, string? user, bool interactive, IEnumerable<string> command) =>
    [
        "exec", "--interactive", .. interactive ? ["--tty"] : (string[])[], .. user is null ? [] : (string[])[$"--user={user}"], containerId, .. command,
    ];
}
