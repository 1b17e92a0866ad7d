using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Workloads;

namespace Paygress.Provider.Core.Admission;

/// <summary>Decides whether a queued lease is taken on, and with which numbers. Pure: it sees the books and the host and changes neither.</summary>
public static class AdmissionRule
{
    /// <summary><see cref="LeaseEvent.Admitted"/>, or <see cref="LeaseEvent.Rejected"/> with <c>no_capacity</c> and what is short.</summary>
    public static LeaseEvent Decide(Lease lease, Reservations books, HostOccupancy host, AdmissionLimits limits, DateTimeOffset now)
    {
        var shortage = FindShortage(lease.Workload.Tier, books, host, limits);
        if (shortage is not null)
        {
            return Reject(shortage, now);
        }

        var vmid = FindVmid(books, host, limits);
        if (vmid is null)
        {
            return Reject($"no vmid is free in {limits.VmidRangeStart}-{limits.VmidRangeEnd}", now);
        }

        var ports = FindPorts(lease.Workload.Ports, books, host, limits.Ports);
        return ports is null
            ? Reject($"{lease.Workload.Ports.Length} ports are asked for and fewer are free in {limits.Ports.RangeStart}-{limits.Ports.RangeEnd}", now)
            : new LeaseEvent.Admitted(vmid.Value, ports.Value, now);
    }

    private static LeaseEvent.Rejected Reject(string what, DateTimeOffset now) => new(new Problem(ErrorCodes.NoCapacity, what), now);

    private static string? FindShortage(Tier tier, Reservations books, HostOccupancy host, AdmissionLimits limits)
    {
        if (books.Leases.Length >= limits.Capacity.MaxLeases)
        {
            return $"{books.Leases.Length} leases are held, the most allowed is {limits.Capacity.MaxLeases}";
        }

        // More cores than there are can be sold over all, and not to one: the engine takes no such container.
        if (tier.CpuMillicores > host.Node.CpuMillicores)
        {
            return $"tier {tier.Id} needs {tier.CpuMillicores} millicores, this machine has {host.Node.CpuMillicores}";
        }

        var free = Offer.Compute(host.Node, books, limits.Capacity);
        if (tier.CpuMillicores > free.CpuMillicores)
        {
            return $"tier {tier.Id} needs {tier.CpuMillicores} millicores, {free.CpuMillicores} are free";
        }

        if (tier.MemoryBytes > free.MemoryBytes)
        {
            return $"tier {tier.Id} needs {tier.MemoryMb} MB of memory, {free.MemoryMb} MB are free";
        }

        return tier.StorageBytes > free.StorageBytes
            ? $"tier {tier.Id} needs {tier.StorageGb} GB of storage, {free.StorageGb} GB are free"
            : null;
    }

    private static Vmid? FindVmid(Reservations books, HostOccupancy host, AdmissionLimits limits)
    {
        var reserved = books.Leases.Select(l => l.Vmid?.Value ?? 0).ToHashSet();
        var found = NextFit(limits.VmidRangeStart, limits.VmidRangeEnd, books.LastVmid)
            .FirstOrDefault(n => !reserved.Contains(n) && !host.Vmids.Contains(new Vmid(n)));
        return found == 0 ? null : new Vmid(found);
    }

    private static ImmutableArray<LeasePort>? FindPorts(ImmutableArray<WorkloadPort> wanted, Reservations books, HostOccupancy host, PortsOptions pool)
    {
        var reserved = books.Leases.SelectMany(l => l.Ports).Select(p => p.HostPort).ToHashSet();

        // A number is given out once for both protocols: simpler to read in a table, and the pool is large.
        var free = NextFit(pool.RangeStart, pool.RangeEnd, books.LastPort)
            .Where(n => !reserved.Contains(n) && !host.Ports.Contains((n, PortProtocol.Tcp)) && !host.Ports.Contains((n, PortProtocol.Udp)))
            .Take(wanted.Length)
            .ToArray();

        return free.Length < wanted.Length
            ? null
            : [.. wanted.Zip(free, (port, host) => new LeasePort(host, port.ContainerPort, port.Protocol, port.Label))];
    }

    // Next-fit: a number rests as long as possible before it is used again.
    private static IEnumerable<int> NextFit(int start, int end, int last)
    {
        var all = Enumerable.Range(start, end - start + 1);
        return all.Where(n => n > last).Concat(all.Where(n => n <= last));
    }
}
