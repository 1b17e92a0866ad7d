using System.Collections.Concurrent;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Core.Spawning;

/// <summary>What is being done right now for each lease that is not active yet, in plain words. Lives in memory only.</summary>
public sealed class SpawnProgress
{
    private readonly ConcurrentDictionary<LeaseId, string> _steps = new();

    /// <summary>Sent after every change.</summary>
    public Pulse Changed { get; } = new();

    public string? Find(LeaseId id) => _steps.GetValueOrDefault(id);

    public void Set(LeaseId id, string step)
    {
        _steps[id] = step;
        Changed.Send();
    }

    public void Clear(LeaseId id)
    {
        if (_steps.TryRemove(id, out _))
        {
            Changed.Send();
        }
    }

    /// <summary>Passes what a long step reports on as this lease's progress.</summary>
    public IProgress<string> For(LeaseId id) => new Reporter(this, id);

    private sealed class Reporter(SpawnProgress owner, LeaseId id) : IProgress<string>
    {
        public void Report(string value) => owner.Set(id, value);
    }
}
