using Paygress.Provider.Linux.Cgroups;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Control groups: without them limits are not limits.</summary>
internal sealed class CgroupCheck(CgroupSupport support) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look() => support.Find() is { } obstacle
        ? new CheckLine("kernel", "cgroups", CheckOutcome.Failed, $"{obstacle.What}; leases are not offered", obstacle.Fix)
        : new CheckLine("kernel", "cgroups", CheckOutcome.Passed, $"{support.Version} with cpu, memory and pids");
}
