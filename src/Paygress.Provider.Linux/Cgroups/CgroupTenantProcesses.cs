using Paygress.Provider.Core.Compute;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Kills a container's processes through its control groups.</summary>
/// <remarks>
/// Process by process, on version 2 too: writing to <c>cgroup.kill</c> needs a control group file system that the unit's sandbox may well mount
/// read-only. A signal goes to a process that was held fast first and seen in the group after that, so never to another one that got its number.
/// </remarks>
internal sealed class CgroupTenantProcesses(ControlGroups groups, TimeProvider timeProvider) : ITenantProcesses
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc />
    public async Task<HostResult<int>> KillAsync(string containerId, CancellationToken cancellationToken)
    {
        var id = DockerIds.Full(containerId);
        var began = timeProvider.GetTimestamp();
        var killed = new HashSet<int>();
        var problem = "its control groups still have processes";
        while (true)
        {
            try
            {
                var alive = groups.Find(id).SelectMany(ControlGroups.ListProcesses).Distinct().ToArray();
                if (alive.Length == 0)
                {
                    return HostResult.Of(killed.Count);
                }

                killed.UnionWith(alive.Where(pid => TryKill(pid, id)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A group that vanished in the middle of a listing: the next look tells. What can't be looked at is not empty.
                problem = e.Message;
            }

            if (timeProvider.GetElapsedTime(began) > Deadline)
            {
                return HostResult.Failed<int>(ErrorCodes.BackendError, $"{problem}, after {Deadline.TotalSeconds:0} s");
            }

            await Task.Delay(Look, timeProvider, cancellationToken);
        }
    }

    private static bool TryKill(int pid, string containerId) =>
        ContainerProcess.TrySignal(HostEffect.KillProcess, pid, containerId, Libc.SigKill);
}
