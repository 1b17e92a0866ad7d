using Paygress.Provider.Core.Admission;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The port pool: outside the range from which the kernel serves outgoing connections.</summary>
internal sealed class PortCheck(PortsOptions options, ProcFileSystem proc) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look()
    {
        var pool = $"{options.RangeStart}-{options.RangeEnd}";
        if (EphemeralPortRange.Read(proc) is not { } range)
        {
            return new CheckLine("network", "port pool", CheckOutcome.Warned, "the kernel does not tell its ephemeral port range");
        }

        return range.Overlaps(options.RangeStart, options.RangeEnd)
            ? new CheckLine("network", "port pool", CheckOutcome.Warned, $"{pool} overlaps the kernel's ephemeral range {range.First}-{range.Last}: outgoing connections take ports of it", "set Ports:RangeStart and Ports:RangeEnd outside of it")
            : new CheckLine("network", "port pool", CheckOutcome.Passed, $"{pool}, outside the kernel's ephemeral range {range.First}-{range.Last}");
    }
}
