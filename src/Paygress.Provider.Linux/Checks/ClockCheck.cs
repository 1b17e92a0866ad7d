using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Checks;

/// <summary>The wall clock: leases are sold by it.</summary>
internal sealed partial class ClockCheck : IHostCheck
{
    private const int Unsynchronised = 5;

    // More than struct timex has on any Linux; zeroed, so that it only asks.
    private const int BufferSize = 512;

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private static CheckLine Look() => AskKernel(new byte[BufferSize]) switch
    {
        Unsynchronised => new CheckLine("clock", "synchronised", CheckOutcome.Warned, "the kernel says that the clock is not synchronised", "enable a time service (timedatectl set-ntp true)"),
        < 0 => new CheckLine("clock", "synchronised", CheckOutcome.Warned, "the kernel does not tell"),
        _ => new CheckLine("clock", "synchronised", CheckOutcome.Passed, "the kernel says that the clock is synchronised"),
    };

    [LibraryImport("libc", EntryPoint = "adjtimex")]
    private static partial int AskKernel([In, Out] byte[] buffer);
}
