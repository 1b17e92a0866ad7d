using System.Net.Sockets;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Api;

/// <summary>The file of the local API's socket.</summary>
internal static class ApiSocket
{
    private const UnixFileMode GroupMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>Clears a socket that a killed provider left; says what is in the way otherwise, and with which code to end. The data directory's lock is held.</summary>
    public static (string Reason, int ExitCode)? FindObstacle(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            return ($"the directory of Api:Socket, {Path.GetDirectoryName(path)}, is not there; make it, or take another path", ExitCode.Unusable);
        }

        try
        {
            return UnixSocketFile.IsAt(path) is { } isSocket ? Clear(path, isSocket) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return ($"{path} is in the way and can't be removed: {e.Message}", ExitCode.Unusable);
        }
    }

    /// <summary>Lets the operators' group in. Until then only our own user can connect.</summary>
    public static void Open(string path, string group)
    {
        UnixGroup.TryGive(path, group);
        HostFiles.SetMode(HostEffect.OpenSocket, path, GroupMode);
    }

    private static (string Reason, int ExitCode)? Clear(string path, bool isSocket)
    {
        if (!isSocket)
        {
            return ($"{path} is in the way and no socket; move it away, or take another Api:Socket", ExitCode.Unusable);
        }

        if (IsAnswering(path))
        {
            return ($"another provider answers on {path}; stop it first, or take another Api:Socket", ExitCode.Failed);
        }

        HostFiles.Delete(HostEffect.RemoveSocket, path);
        return null;
    }

    private static bool IsAnswering(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused)
        {
            return false;
        }
        catch (SocketException e)
        {
            // A socket of another kind, say, on which somebody may well listen.
            throw new IOException(e.Message, e);
        }
    }
}
