namespace Paygress.Provider.Core.Images;

/// <summary>Keeps an image from being removed between the moment it is found for a lease and the moment the books say so.</summary>
public sealed class ImageUse(TimeProvider timeProvider)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DateTimeOffset> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leaving = new(StringComparer.Ordinal);

    /// <summary>An image was found for a lease; false when it is being removed.</summary>
    public bool TryFind(string imageId)
    {
        lock (_lock)
        {
            if (_leaving.Contains(imageId))
            {
                return false;
            }

            _found[imageId] = timeProvider.GetUtcNow();
            return true;
        }
    }

    /// <summary>An image that was found is not taken after all.</summary>
    public void Refuse(string imageId)
    {
        lock (_lock)
        {
            _found.Remove(imageId);
        }
    }

    /// <summary>It is to be removed; false when it was found for a lease that the books may not name yet.</summary>
    /// <param name="since">All leases for which an image was found earlier are named in the books with it, or over.</param>
    public bool TryLeave(string imageId, DateTimeOffset since)
    {
        lock (_lock)
        {
            return !(_found.TryGetValue(imageId, out var at) && at >= since) && _leaving.Add(imageId);
        }
    }

    /// <summary>The removal is over, whatever came of it.</summary>
    public void Left(string imageId)
    {
        lock (_lock)
        {
            _leaving.Remove(imageId);
            _found.Remove(imageId);
        }
    }
}
