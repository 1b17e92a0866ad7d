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

    /// <summary>What goes wrong, and what was asked for. Verbs are <c>Find</c> and <c>Pull</c>; <see cref="FaultScript.Hold"/> makes a slow registry.</summary>
    public FaultScript Faults { get; } = new();

    /// <summary>Puts an image on the host; gives its id.</summary>
    public string AddLocal(string reference) => Faults.WithState(() => _local[reference] = IdOf(reference));

    /// <summary>Takes an image off the host.</summary>
    public void RemoveLocal(string reference) => Faults.WithState(() => _local.Remove(reference));

    /// <summary>Puts an image into the registry; gives its id.</summary>
    public string AddRemote(string reference) => Faults.WithState(() => _registry[reference] = IdOf(reference));

    /// <inheritdoc />
    public Task<HostResult<string?>> FindAsync(string reference, CancellationToken cancellationToken) =>
        Faults.PlayAsync("Find", reference, () => HostResult.Of(_local.GetValueOrDefault(reference)), cancellationToken);

    /// <inheritdoc />
    public Task<HostResult<string>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        progress.Report("Pulling");
        return Faults.PlayAsync("Pull", reference, () => _registry.TryGetValue(reference, out var id)
            ? HostResult.Of(_local[reference] = id)
            : HostResult.Failed<string>(ErrorCodes.ImageNotFound, "the registry has no such image"), cancellationToken);
    }

    private static string IdOf(string reference) =>
        "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(reference)));
}
