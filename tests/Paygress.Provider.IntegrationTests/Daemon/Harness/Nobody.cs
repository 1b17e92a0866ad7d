using System.Runtime.InteropServices;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>Does something with the rights on files that a user without any has: the tests run as root, whom no mode stops.</summary>
internal static class Nobody
{
    private const uint Id = 65534;

    /// <summary>Runs on this thread, for which alone the kernel keeps the id.</summary>
    public static T Does<T>(Func<T> work)
    {
        _ = SetFileSystemUser(Id);
        try
        {
            return work();
        }
        finally
        {
            _ = SetFileSystemUser(0);
        }
    }

    /// <summary>Gives it a file or directory.</summary>
    public static void Gets(string path) => SetOwner(path, Id, Id).ShouldBe(0);

    [DllImport("libc", EntryPoint = "chown")]
    private static extern int SetOwner([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint user, uint group);

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
