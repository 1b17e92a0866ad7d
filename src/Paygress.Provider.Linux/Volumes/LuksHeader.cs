using System.Text;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Reads the id of a LUKS2 image from its header, without opening it.</summary>
internal static class LuksHeader
{
    /// <summary>How much of the beginning is looked at.</summary>
    public const int Length = UuidOffset + UuidLength;

    private const int UuidOffset = 168;
    private const int UuidLength = 40;

    // The magic, and version 2 as 16 bits.
    private static ReadOnlySpan<byte> Beginning => [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xBA, 0xBE, 0, 2];

    /// <summary>The id in a header; none when it is not one.</summary>
    public static Guid? ReadUuid(ReadOnlySpan<byte> header)
    {
        if (header.Length < Length || !header.StartsWith(Beginning))
        {
            return null;
        }

        var text = Encoding.ASCII.GetString(header.Slice(UuidOffset, UuidLength)).TrimEnd('\0');
        return Guid.TryParseExact(text, "D", out var uuid) ? uuid : null;
    }

    /// <summary>The id of an image file; none when there is no file or no header. Erased key slots leave the id in place.</summary>
    /// <exception cref="IOException">The file cannot be read, which says nothing about its content.</exception>
    public static Guid? ReadUuid(string path) => UnlockedFile.Read(path, 0, Length) is { } header ? ReadUuid(header) : null;
}
