using Paygress.Provider.Linux.Clocks;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The wall clock: after a reboot it alone tells how long the machine was down.</summary>
internal sealed class ClockCheck : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private static CheckLine Look() => KernelTime.IsSynchronised() switch
    {
        false => new CheckLine("clock", "synchronised", CheckOutcome.Warned, "the kernel says that the clock is not synchronised", "enable a time service (timedatectl set-ntp true)"),
        null => new CheckLine("clock", "synchronised", CheckOutcome.Warned, "the kernel does not tell"),
        _ => new CheckLine("clock", "synchronised", CheckOutcome.Passed, "the kernel says that the clock is synchronised"),
    };
}
