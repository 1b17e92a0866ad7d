using System.Security.Cryptography;

namespace Paygress.Provider.Api.Messages;

/// <summary>The keys in a body that may turn out to be wrong further on: zeroed, unless it was right to its end.</summary>
internal sealed class KeysInFlight : IDisposable
{
    // A body is deserialized by one thread from its beginning to its end.
    [ThreadStatic]
    private static KeysInFlight? _current;

    private readonly List<byte[]> _keys = [];

    private KeysInFlight()
    {
    }

    /// <summary>To be called right before a body is deserialized, and disposed right after, by the same thread.</summary>
    public static KeysInFlight Begin() => _current = new KeysInFlight();

    /// <summary>Notes a key that was read.</summary>
    public static void Add(byte[] key) => _current?._keys.Add(key);

    /// <summary>The body was right: whoever has the message has its keys.</summary>
    public void Keep() => _keys.Clear();

    public void Dispose()
    {
        _current = null;
        _keys.ForEach(key => CryptographicOperations.ZeroMemory(key));
    }
}
