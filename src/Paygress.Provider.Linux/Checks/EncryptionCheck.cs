using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What encrypted volumes need: cryptsetup and dm-crypt.</summary>
internal sealed class EncryptionCheck(ProcFileSystem proc) : IHostCheck
{
    private const string NotOffered = "encrypted volumes are not offered";

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look()
    {
        if (ProgramPath.Find("cryptsetup", Environment.GetEnvironmentVariable("PATH")).Path is null)
        {
            return Warn("cryptsetup is not installed", "apt install cryptsetup-bin");
        }

        // The kernel names device-mapper here from the moment its module is loaded.
        var hasMapper = proc.TryRead("devices")?.Contains("device-mapper", StringComparison.Ordinal) == true;
        return hasMapper
            ? Warn("cryptsetup and device-mapper are there, but this version makes no encrypted volumes yet", null)
            : Warn("the kernel has no device-mapper", "modprobe dm_crypt");
    }

    private static CheckLine Warn(string what, string? fix) => new("volumes", "encryption", CheckOutcome.Warned, $"{what}; {NotOffered}", fix);
}
