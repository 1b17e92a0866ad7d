using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.Linux.Cgroups;

/// <summary>Signals to a process of a container.</summary>
internal static class ContainerProcess
{
    /// <summary>Sends a signal, unless the process is gone or is not this container's. True when it was sent.</summary>
    /// <remarks>The process is held fast first and seen in the container's control group after that, so its number can't have become another's.</remarks>
    /// <param name="containerId">The full id.</param>
    /// <exception cref="IOException">A fail point said so.</exception>
    public static bool TrySignal(HostEffect effect, int pid, string containerId, int signal)
    {
        using var process = Libc.OpenProcess(pid);
        var sent = false;
        if (!process.IsInvalid && IsIn(pid, containerId))
        {
            FailPoint.Around(effect, () => sent = Libc.Signal(process, signal));
        }

        return sent;
    }

    private static bool IsIn(int pid, string containerId)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cgroup").Contains(containerId, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
