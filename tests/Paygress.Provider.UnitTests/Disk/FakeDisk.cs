using System.Collections.Immutable;
using Paygress.Provider.Core.Disk;
using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.UnitTests.Disk;

/// <summary>A disk with so much room, and containers that wrote so much.</summary>
internal sealed class FakeDisk : IDiskMeter, IContainerSizes
{
    public DiskRoom Free { get; set; } = new(null, null);

    public bool IsSilent { get; set; }

    /// <summary>None for one that docker can't measure.</summary>
    public Dictionary<string, long?> Sizes { get; } = [];

    public int Measured { get; private set; }

    /// <summary>What docker takes to look at all files.</summary>
    public Task Walk { get; set; } = Task.CompletedTask;

    public Task<DiskRoom> FindFreeAsync(CancellationToken cancellationToken) => Task.FromResult(Free);

    public async Task<HostResult<ImmutableDictionary<string, long?>>> MeasureAsync(ImmutableArray<string> containerIds, CancellationToken cancellationToken)
    {
        Measured++;
        await Walk.WaitAsync(cancellationToken);
        return IsSilent
            ? HostResult.Unknown<ImmutableDictionary<string, long?>>("docker does not answer")
            : HostResult.Of(containerIds.Where(Sizes.ContainsKey).ToImmutableDictionary(id => id, id => Sizes[id]));
    }
}
