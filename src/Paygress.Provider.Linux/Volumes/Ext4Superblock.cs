using System.Buffers.Binary;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Reads the id of an ext4 file system from its superblock, without mounting it.</summary>
internal static class Ext4Superblock
{
    /// <summary>Where the superblock begins and how much of it is looked at.</summary>
    public const int Offset = 1024;
    public const int Length = 0x78;

    private const int MagicOffset = 0x38;
    private const int UuidOffset = 0x68;
    private const ushort Magic = 0xEF53;

    /// <summary>The id in a superblock; none when it is not one.</summary>
    public static Guid? ReadUuid(ReadOnlySpan<byte> superblock) =>
        superblock.Length >= Length && BinaryPrimitives.ReadUInt16LittleEndian(superblock[MagicOffset..]) == Magic
            ? new Guid(superblock.Slice(UuidOffset, 16), bigEndian: true)
            : null;

    /// <summary>The id of the file system in an image file; none when there is no file or no file system.</summary>
    /// <exception cref="IOException">The file cannot be read, which says nothing about its content.</exception>
    public static Guid? ReadUuid(string path) => UnlockedFile.Read(path, Offset, Length) is { } superblock ? ReadUuid(superblock) : null;
}
