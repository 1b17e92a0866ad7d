using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Serilog.Sinks.Journald;

/// <summary>Makes a file in memory that nobody can change any more: journald maps it instead of copying, and must be able to trust it.</summary>
internal static class SealedMemoryFile
{
    /// <summary>A sealed file with this content, or null and the reason.</summary>
    public static SafeFileHandle? TryCreate(ReadOnlySpan<byte> content, out string reason)
    {
        // Not MFD_NOEXEC_SEAL: it sets one seal more, and older journalds want exactly the four below.
        var file = Libc.CreateMemoryFile("journal-entry", Libc.CloseOnExec | Libc.AllowSealing);
        var fault = file.IsInvalid ? LastError() : FillAndSeal(file, content);
        reason = fault ?? "";
        if (fault is null)
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    private static string? FillAndSeal(SafeFileHandle file, ReadOnlySpan<byte> content)
    {
        try
        {
            RandomAccess.Write(file, content, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }

        return Libc.Control(file, Libc.AddSeals, Libc.AllSeals) == 0 ? null : LastError();
    }

    private static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
}
