using System.Buffers.Binary;

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
    public static Guid? ReadUuid(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var bytes = new byte[Length];
            return ReadUuid(bytes.AsSpan(0, RandomAccess.Read(file, bytes, Offset)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
