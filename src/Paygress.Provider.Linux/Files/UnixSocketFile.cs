using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Files;

/// <summary>The file by which a unix socket is found.</summary>
public static class UnixSocketFile
{
    /// <summary>Whether what is there is a socket; none when there is nothing. A link is none.</summary>
    /// <exception cref="IOException">It cannot be looked at.</exception>
    public static bool? IsAt(string path) => FileIdentity.Of(path)?.IsSocket;
}
