using System.Collections.Concurrent;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Encryption;

/// <summary>The keys of requests that wait for their volume. In memory only: a restart of the provider forgets them, and such a request ends with <c>volume_key_lost</c>.</summary>
public sealed class VolumeKeys : IDisposable
{
    private readonly ConcurrentDictionary<LeaseId, VolumeKey> _keys = new();

    /// <summary>Keeps a copy of a key until it is taken or dropped; the caller zeroes his own.</summary>
    public void Hold(LeaseId id, ReadOnlySpan<byte> key)
    {
        Drop(id);
        _keys[id] = new VolumeKey(key);
    }

    /// <summary>How many keys are here.</summary>
    public int Count => _keys.Count;

    /// <summary>True while the key is here.</summary>
    public bool Holds(LeaseId id) => _keys.ContainsKey(id);

    /// <summary>Hands the key over; the caller disposes it.</summary>
    public VolumeKey? Take(LeaseId id) => _keys.TryRemove(id, out var key) ? key : null;

    /// <summary>Zeroes a key that nobody needs any more; one that is gone is no error.</summary>
    public void Drop(LeaseId id) => Take(id)?.Dispose();

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var id in _keys.Keys)
        {
            Drop(id);
        }
    }
}
