using System.Text;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>Image files that somebody has locked: cryptsetup does while it erases one, and every volume is looked at meanwhile.</summary>
public sealed class LockedImageTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LeaseId _lease = LeaseId.New(Some.Now);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadUuid_HeaderIsLocked_IsReadAllTheSame()
    {
        var header = new byte[LuksHeader.Length];
        ((byte[])[(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xBA, 0xBE, 0, 2]).CopyTo(header, 0);
        Encoding.ASCII.GetBytes(_lease.Value.ToString("D")).CopyTo(header, 168);
        using var locked = Lock("1000.luks", 0, header);

        LuksHeader.ReadUuid(locked.Name).ShouldBe(_lease.Value);
    }

    [Fact]
    public void ReadUuid_SuperblockIsLocked_IsReadAllTheSame()
    {
        var superblock = new byte[Ext4Superblock.Length];
        superblock[0x38] = 0x53;
        superblock[0x39] = 0xEF;
        _lease.Value.ToByteArray(bigEndian: true).CopyTo(superblock, 0x68);
        using var locked = Lock("1000.img", Ext4Superblock.Offset, superblock);

        Ext4Superblock.ReadUuid(locked.Name).ShouldBe(_lease.Value);
    }

    // What .NET does for a share of none is flock(LOCK_EX), as cryptsetup does.
    private FileStream Lock(string name, long offset, byte[] content)
    {
        var file = new FileStream(_folder.File(name), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        RandomAccess.Write(file.SafeFileHandle, content, offset);
        return file;
    }
}
