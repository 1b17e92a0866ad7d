using System.Collections.Concurrent;
using System.Collections.Frozen;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Linux.Cgroups;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Docker;

/// <summary>Remembers the first process of each container that docker described, and signals it without docker.</summary>
/// <remarks>Docker's way to a signal is a client, the engine, a shim and a runtime for each container; ours is one call of the kernel.</remarks>
internal sealed class ContainerInits
{
    // Elsewhere the first process may be the sandbox's own (gVisor, Kata), which is not to get the tenant's signal.
    private static readonly FrozenSet<string> Native = FrozenSet.Create(StringComparer.Ordinal, "runc", "io.containerd.runc.v2", "crun");

    private readonly ConcurrentDictionary<string, int> _pids = new(StringComparer.Ordinal);

    /// <summary>Remembers or forgets, by what docker says now.</summary>
    public void Note(DockerContainer container)
    {
        if (!DockerIds.IsFull(container.Id))
        {
            return;
        }

        // What is paused would not hear it; docker thaws it.
        if (container.State is { Status: "running", Pid: > 0 and var pid } && Native.Contains(container.Runtime ?? ""))
        {
            _pids[container.Id!] = pid; // a full id is not null
        }
        else
        {
            Forget(container.Id!);
        }
    }

    /// <summary>Whether a signal would be tried.</summary>
    public bool Knows(string containerId) => _pids.ContainsKey(containerId);

    /// <summary>The container is removed.</summary>
    public void Forget(string containerId) => _pids.TryRemove(containerId, out _);

    /// <summary>Sends the signal; false when this has to be left to docker.</summary>
    public bool TrySignal(string containerId, StopSignal signal)
    {
        try
        {
            return _pids.TryGetValue(containerId, out var pid)
                && ContainerProcess.TrySignal(HostEffect.SignalContainer, pid, containerId, signal == StopSignal.Kill ? Cgroups.Libc.SigKill : Cgroups.Libc.SigTerm);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
