namespace Paygress.Provider.Core.Admission;

/// <summary>The configured bounds of admission.</summary>
public sealed record AdmissionLimits(CapacityOptions Capacity, PortsOptions Ports, int VmidRangeStart, int VmidRangeEnd);
