using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Hosting;

/// <summary>Makes the directories that the provider writes to.</summary>
internal static class ProviderDirectories
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    // Everybody may pass through, to reach the socket and to read the heartbeat.
    private const UnixFileMode Passable = OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Makes what is missing and tries to write; says what is wrong, or nothing.</summary>
    public static string? Prepare(ProviderOptions options) =>
        Prepare("Provider:DataDirectory", options.DataDirectory, OwnerOnly)
        ?? Prepare("Provider:RuntimeDirectory", options.RuntimeDirectory, Passable);

    private static string? Prepare(string key, string path, UnixFileMode mode)
    {
        try
        {
            HostFiles.MakeDirectory(path, mode);
            HostFiles.Probe(path);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{key}: {path} can't be written: {e.Message}; run as root, mend its permissions, or make room on its disk";
        }
    }
}
