using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Paygress.Provider.Api;

/// <summary>Memory for what comes in and goes out on the socket, zeroed when it is given back: a body may hold a volume key.</summary>
internal sealed class ZeroingMemoryPool : MemoryPool<byte>
{
    private const int BlockSize = 4096;

    private readonly ConcurrentQueue<byte[]> _free = new();

    public override int MaxBufferSize => BlockSize;

    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, BlockSize);

        // Pinned: the garbage collector must not leave a copy behind.
        return new Block(this, _free.TryDequeue(out var array) ? array : GC.AllocateArray<byte>(BlockSize, pinned: true));
    }

    protected override void Dispose(bool disposing) => _free.Clear();

    private sealed class Block(ZeroingMemoryPool pool, byte[] array) : IMemoryOwner<byte>
    {
        private byte[]? _array = array;

        public Memory<byte> Memory => _array ?? throw new ObjectDisposedException(nameof(Block));

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _array, null) is { } array)
            {
                CryptographicOperations.ZeroMemory(array);
                pool._free.Enqueue(array);
            }
        }
    }
}
