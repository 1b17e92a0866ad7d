using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Files;

/// <summary>Groups of the system, by name.</summary>
public static partial class UnixGroup
{
    // struct group { char *gr_name; char *gr_passwd; gid_t gr_gid; ... }
    private const int GidOffset = 16;

    private const int KeepOwner = -1;

    private static readonly Lock Lock = new();

    /// <summary>True when there is such a group.</summary>
    public static bool Exists(string group) => FindId(group) is not null;

    /// <summary>Gives a file to a group; false when there is no such group or we may not.</summary>
    public static bool TryGive(string path, string group) =>
        FindId(group) is { } id && ChangeOwner(path, KeepOwner, id) == 0;

    private static int? FindId(string group)
    {
        // The entry is static memory of the C library.
        lock (Lock)
        {
            var entry = group.Length > 0 ? FindEntry(group) : 0;
            return entry == 0 ? null : Marshal.ReadInt32(entry, GidOffset);
        }
    }

    [LibraryImport("libc", EntryPoint = "getgrnam", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint FindEntry(string name);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, int owner, int group);
}
