using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>A terminal of the kernel's, for a program under test; all that is shown on it is kept.</summary>
internal sealed class TestTerminal : IAsyncDisposable
{
    private const int ReadWrite = 2;
    private const int NotOurOwn = 0x100;

    private readonly StringBuilder _shown = new();
    private readonly SafeFileHandle _ours;
    private readonly Task _reading;

    public TestTerminal()
    {
        var file = OpenTerminal(ReadWrite | NotOurOwn);
        var name = new byte[64];
        (file >= 0 && Grant(file) == 0 && Unlock(file) == 0 && Name(file, name, name.Length) == 0).ShouldBeTrue("no terminal is to be had");
        Path = Encoding.ASCII.GetString(name).TrimEnd('\0');
        _ours = new SafeFileHandle(file, ownsHandle: true);
        _reading = Task.Run(Read);
    }

    public string Path { get; }

    public string Shown
    {
        get
        {
            lock (_shown)
            {
                return _shown.ToString();
            }
        }
    }

    /// <summary>Called when no program has the terminal any more: then what it shows has an end.</summary>
    public async ValueTask DisposeAsync()
    {
        await _reading;
        _ours.Dispose();
    }

    private void Read()
    {
        using var stream = new FileStream(_ours, FileAccess.Read, bufferSize: 0);
        try
        {
            for (var buffer = new byte[4096]; stream.Read(buffer) is > 0 and var count;)
            {
                lock (_shown)
                {
                    _shown.Append(Encoding.UTF8.GetString(buffer, 0, count));
                }
            }
        }
        catch (IOException)
        {
            // The last program has closed it.
        }
    }

    [DllImport("libc", EntryPoint = "posix_openpt")]
    private static extern int OpenTerminal(int flags);

    [DllImport("libc", EntryPoint = "grantpt")]
    private static extern int Grant(int file);

    [DllImport("libc", EntryPoint = "unlockpt")]
    private static extern int Unlock(int file);

    [DllImport("libc", EntryPoint = "ptsname_r")]
    private static extern int Name(int file, byte[] name, nint length);
}
