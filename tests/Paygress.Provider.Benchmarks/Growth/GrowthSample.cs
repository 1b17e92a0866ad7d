namespace Paygress.Provider.Benchmarks.Growth;

/// <summary>What a provider that has had so many leases costs.</summary>
/// <param name="Leases">That came and went.</param>
/// <param name="PssMb">Memory of the process, after its garbage was collected.</param>
/// <param name="HeapMb">Of that, what is alive.</param>
/// <param name="StoreMb">The books on the disk.</param>
/// <param name="Files">File descriptors.</param>
/// <param name="ListMs">To list the leases that live: the median of some.</param>
internal sealed record GrowthSample(int Leases, double PssMb, double HeapMb, double StoreMb, int Files, double ListMs);
