using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Linux.Checks;

/// <summary>What encrypted volumes need: cryptsetup, dmsetup and dm-crypt.</summary>
internal sealed class EncryptionCheck(EncryptionSupport support) : IHostCheck
{
    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look() => support.Find() is { } obstacle
        ? new CheckLine("volumes", "encryption", CheckOutcome.Warned, $"{obstacle.What}; encrypted volumes are not offered", obstacle.Fix)
        : new CheckLine("volumes", "encryption", CheckOutcome.Passed, "cryptsetup, dmsetup and dm-crypt are there");
}
