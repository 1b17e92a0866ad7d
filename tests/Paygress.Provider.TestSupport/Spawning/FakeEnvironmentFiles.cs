using System.Collections.Concurrent;
using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.TestSupport.Spawning;

/// <summary>Env files in memory.</summary>
public sealed class FakeEnvironmentFiles(TimeProvider timeProvider) : IEnvironmentFiles
{
    private readonly ConcurrentDictionary<RequestId, DateTimeOffset> _files = new();

    /// <summary>True when the disk is full.</summary>
    public bool IsDiskFull { get; set; }

    /// <summary>The request whose file the file system does not let go; none when it lets go all.</summary>
    public RequestId? Undeletable { get; set; }

    /// <summary>What happens in the moment in which a file is written.</summary>
    public Action? Writing { get; set; }

    public Task WriteAsync(RequestId id, ImmutableSortedDictionary<string, string> env, CancellationToken cancellationToken)
    {
        Writing?.Invoke();
        if (IsDiskFull)
        {
            return Task.FromException(new IOException("no space left on device"));
        }

        if (env.IsEmpty)
        {
            Delete(id);
        }
        else
        {
            _files[id] = timeProvider.GetUtcNow();
        }

        return Task.CompletedTask;
    }

    public string? Find(RequestId id) => _files.ContainsKey(id) ? $"/requests/{id}.env" : null;

    public void Delete(RequestId id)
    {
        if (id == Undeletable)
        {
            throw new IOException("input/output error");
        }

        _files.TryRemove(id, out _);
    }

    public ImmutableArray<(RequestId Id, DateTimeOffset WrittenAt)> List() => [.. _files.Select(f => (f.Key, f.Value))];
}
