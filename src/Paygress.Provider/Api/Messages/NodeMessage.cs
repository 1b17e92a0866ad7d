namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/node</c>: measured; sizes in bytes, usage 0 to 1.</summary>
/// <param name="CpuUsage">How busy the cores are, 0 to 1.</param>
/// <param name="CpuMillicores">What the machine has, in thousandths of a core.</param>
/// <param name="MemoryUsed">Memory in use, in bytes.</param>
/// <param name="MemoryTotal">Memory of the machine, in bytes.</param>
/// <param name="DiskUsed">In use on the file system of the data directory, in bytes.</param>
/// <param name="DiskTotal">Size of that file system, in bytes.</param>
internal sealed record NodeMessage(double CpuUsage, int CpuMillicores, long MemoryUsed, long MemoryTotal, long DiskUsed, long DiskTotal);
