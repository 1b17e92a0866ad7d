using Microsoft.Win32.SafeHandles;

namespace Paygress.Provider.Cli;

/// <summary>Standard output as bytes.</summary>
internal static class StandardOutput
{
    private const int BrokenPipe = 32;

    /// <summary>True when nobody reads any more, as after <c>| head</c>. That is no fault, unlike a disk that is full.</summary>
    public static bool IsUnread(IOException fault) => fault.HResult == BrokenPipe;

    /// <summary>The console's stream swallows a broken pipe, so that <c>logs -f | head</c> would never end; a file's own position must stay shared.</summary>
    public static Stream Open()
    {
#pragma warning disable CA2000 // The stream owns the handle object, which does not own the descriptor.
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
#pragma warning restore CA2000
        if (!stream.CanSeek)
        {
            return stream;
        }

        stream.Dispose();
        return Console.OpenStandardOutput();
    }
}
