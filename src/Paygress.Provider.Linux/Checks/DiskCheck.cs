using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Linux.Node;

namespace Paygress.Provider.Linux.Checks;

/// <summary>Room on the disk of the data directory.</summary>
internal sealed class DiskCheck(ProviderOptions options) : IHostCheck
{
    private const long Giga = 1024L * 1024L * 1024L;
    private const long Least = 2 * Giga;

    public Task<IReadOnlyList<CheckLine>> RunAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<CheckLine>>([Look()]);

    private CheckLine Look()
    {
        var existing = ExistingDirectory.Above(options.DataDirectory);
        if (FileSystemSpace.Of(existing) is not { } space)
        {
            return new CheckLine("files", "disk", CheckOutcome.Warned, $"the file system of {existing} does not tell its size");
        }

        var text = $"{space.FreeBytes / Giga} GB of {space.TotalBytes / Giga} GB are free at {existing}";
        return space.FreeBytes >= Least
            ? new CheckLine("files", "disk", CheckOutcome.Passed, text)
            : new CheckLine("files", "disk", CheckOutcome.Warned, text, "make room, or set Provider:DataDirectory to a larger disk: no lease with storage fits");
    }
}
