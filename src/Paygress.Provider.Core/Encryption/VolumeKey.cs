using System.Security.Cryptography;

namespace Paygress.Provider.Core.Encryption;

/// <summary>The key of one encrypted volume. Its bytes stay in one place in memory, and are zeroed when it is disposed.</summary>
public sealed class VolumeKey : IDisposable
{
    /// <summary>The length of a key in bytes.</summary>
    public const int Length = 32;

    // Pinned: the garbage collector may move an ordinary array and leave a copy of it behind.
    private readonly byte[] _bytes = GC.AllocateArray<byte>(Length, pinned: true);
    private bool _isDisposed;

    /// <summary>Copies the bytes; the caller zeroes his own.</summary>
    /// <exception cref="ArgumentException">They are not 32. A request's key is checked before.</exception>
    public VolumeKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Length)
        {
            throw new ArgumentException($"a volume key has {Length} bytes", nameof(bytes));
        }

        bytes.CopyTo(_bytes);
    }

    /// <summary>The bytes, valid until this is disposed.</summary>
    /// <exception cref="ObjectDisposedException">They are zeroed already: nothing must ever be encrypted with zeroes.</exception>
    public ReadOnlyMemory<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _bytes;
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _isDisposed = true;
        CryptographicOperations.ZeroMemory(_bytes);
    }
}
