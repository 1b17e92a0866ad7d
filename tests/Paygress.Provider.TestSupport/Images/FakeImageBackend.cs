using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.TestSupport.Hosts;

namespace Paygress.Provider.TestSupport.Images;

/// <summary>Images and a registry in memory.</summary>
public sealed class FakeImageBackend : IImageBackend
{
    private readonly Dictionary<string, string> _local = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _registry = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>What goes wrong, and what was asked for. Verbs are <c>Find</c>, <c>ListIds</c>, <c>Pull</c> and <c>Remove</c>; <see cref="FaultScript.Hold"/> makes a slow registry.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Puts an image on the host; gives its id.</summary>
    public string AddLocal(string reference) => Faults.WithState(() => _local[reference] = IdOf(reference));

    /// <summary>Gives an image that is on the host another name.</summary>
    public void Tag(string reference, string name) => Faults.WithState(() => _local[name] = _local[reference]);

    /// <summary>True while an image of that name is on the host.</summary>
    public bool IsLocal(string reference) => Faults.WithState(() => _local.ContainsKey(reference));

    /// <summary>Takes an image off the host.</summary>
    public void RemoveLocal(string reference) => Faults.WithState(() => _local.Remove(reference));

    /// <summary>Puts an image into the registry; gives its id.</summary>
    public string AddRemote(string reference, long sizeBytes = 1, string? content = null) => Faults.WithState(() =>
    {
        _sizes[IdOf(content ?? reference)] = sizeBytes;
        return _registry[reference] = IdOf(content ?? reference);
    });

    /// <summary>Somebody's container is made of it.</summary>
    public void Use(string imageId) => Faults.WithState(() => _used.Add(imageId));

    /// <inheritdoc />
    public Task<HostResult<HostImage?>> FindAsync(string reference, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Find", reference, () => HostResult.Of(Find(reference)), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<ImmutableHashSet<string>>> ListIdsAsync(CancellationToken cancellationToken) =>
        Faults.PlayAsync("ListIds", "", () => HostResult.Of(_local.Values.ToImmutableHashSet()), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Pulling");
        return Faults.PlayAsync("Pull", reference, () =>
        {
            if (!_registry.TryGetValue(reference, out var id))
            {
                return HostResult.Failed<HostImage>(ErrorCodes.ImageNotFound, "the registry has no such image");
            }

            _local[reference] = id;
            return HostResult.Of(Find(reference)!); // it is there
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<HostResult<Nothing>> RemoveAsync(HostImage image, CancellationToken cancellationToken) => Faults.PlayAsync("Remove", image.Id, () =>
    {
        if (_used.Contains(image.Id))
        {
            return HostResult.Failed<Nothing>(ErrorCodes.BackendError, "a container is made of it");
        }

        foreach (var name in _local.Where(l => l.Value == image.Id).Select(l => l.Key).ToArray())
        {
            _local.Remove(name);
        }

        return HostResult.Done;
    }, cancellationToken);

    private HostImage? Find(string reference)
    {
        var id = _local.ContainsValue(reference) ? reference : _local.GetValueOrDefault(reference);
        return id is null ? null : new HostImage(id, _sizes.ContainsKey(id) ? id : null, _sizes.GetValueOrDefault(id), [.. _local.Where(l => l.Value == id && ImageReference.TagOf(l.Key) is not null).Select(l => l.Key).Order(StringComparer.Ordinal)]);
    }

    private static string IdOf(string reference) =>
        "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(reference)));
}
