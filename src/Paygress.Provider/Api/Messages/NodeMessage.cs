namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/node</c>: measured; sizes in bytes, usage 0 to 1.</summary>
internal sealed record NodeMessage(double CpuUsage, int CpuMillicores, long MemoryUsed, long MemoryTotal, long DiskUsed, long DiskTotal);
