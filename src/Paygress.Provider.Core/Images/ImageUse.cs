namespace Paygress.Provider.Core.Images;

/// <summary>Keeps an image from being removed between the moment it is found for a lease and the moment the books say so.</summary>
public sealed class ImageUse(TimeProvider timeProvider)
{
    // In between a spawn whose image was fetched waits for a slot, for as long as others take with docker.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

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

    /// <summary>It is to be removed; false when it was found a moment ago.</summary>
    public bool TryLeave(string imageId)
    {
        lock (_lock)
        {
            return !(_found.TryGetValue(imageId, out var at) && timeProvider.GetUtcNow() - at < Grace) && _leaving.Add(imageId);
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
