using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>Keeps env values in files of mode 0600 from acceptance to the creation of the container: they may be secrets.</summary>
public interface IEnvironmentFiles
{
    /// <summary>Writes the env of a request; durable when it returns. An empty env leaves no file, not even one that was there.</summary>
    /// <exception cref="IOException">The disk is full or broken; nothing half-written is left.</exception>
    Task WriteAsync(RequestId id, ImmutableSortedDictionary<string, string> env, CancellationToken cancellationToken);

    /// <summary>The file of a request; none when it has no env.</summary>
    string? Find(RequestId id);

    /// <summary>Removes the file of a request, if there is one.</summary>
    void Delete(RequestId id);

    /// <summary>The requests that have a file, and when it was written.</summary>
    ImmutableArray<(RequestId Id, DateTimeOffset WrittenAt)> List();
}
