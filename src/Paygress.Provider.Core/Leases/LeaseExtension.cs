namespace Paygress.Provider.Core.Leases;

/// <summary>One granted extension; its request id keeps a repeated request from doubling it.</summary>
public sealed record LeaseExtension(RequestId RequestId, TimeSpan By);
