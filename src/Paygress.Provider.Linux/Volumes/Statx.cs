using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>The answer of statx(2), whose layout is the same on every architecture (that of stat is not).</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct Statx
{
    public uint Mask;
    public uint BlockSize;
    public ulong Attributes;
    public uint Links;
    public uint Uid;
    public uint Gid;
    public ushort Mode;
    public ushort Padding;
    public ulong Inode;
    public ulong Size;
    public ulong Blocks;
    public ulong AttributesMask;
    private readonly long _accessed;
    private readonly long _accessedNs;
    private readonly long _born;
    private readonly long _bornNs;
    private readonly long _changed;
    private readonly long _changedNs;
    private readonly long _modified;
    private readonly long _modifiedNs;
    private readonly ulong _device;
    public uint DeviceMajor;
    public uint DeviceMinor;
}
