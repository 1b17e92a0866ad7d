using System.Buffers;
using System.Security.Cryptography;

namespace Paygress.Provider.Api;

/// <summary>Bytes that grow and are zeroed, also where they were before they grew.</summary>
internal sealed class ZeroingBuffer : IDisposable
{
    private byte[] _bytes = Allocate(4096);
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public void Write(in ReadOnlySequence<byte> bytes)
    {
        var needed = _length + checked((int)bytes.Length);
        if (needed > _bytes.Length)
        {
            var (old, larger) = (_bytes, Allocate(Math.Max(needed, 2 * _bytes.Length)));
            Written.CopyTo(larger);
            _bytes = larger;
            CryptographicOperations.ZeroMemory(old);
        }

        bytes.CopyTo(_bytes.AsSpan(_length));
        _length = needed;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_bytes);

    // Pinned: the garbage collector must not leave a copy behind.
    private static byte[] Allocate(int length) => GC.AllocateArray<byte>(length, pinned: true);
}
