using Paygress.Provider.Core.Clocks;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Clocks;

/// <summary>The kernel's clocks.</summary>
/// <exception cref="InvalidOperationException">The kernel has no such clock, which no Linux that runs docker is without.</exception>
public sealed class HostClock : IHostClock
{
    private readonly string _bootId = (new ProcFileSystem().TryRead("sys/kernel/random/boot_id") ?? "unknown").Trim();

    public TimeSpan SinceBoot => Libc.Read(Libc.BootTime);

    // In this order, so that the time between two reads never makes it less than nothing.
    public TimeSpan Suspended => -Libc.Read(Libc.Monotonic) + Libc.Read(Libc.BootTime);

    public DateTimeOffset Wall => DateTimeOffset.UnixEpoch + Libc.Read(Libc.RealTime);

    public HostTime Read() => new(_bootId, SinceBoot, Suspended, Wall, KernelTime.IsSynchronised());
}
