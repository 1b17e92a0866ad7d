namespace Paygress.Provider.Core.Leases;

/// <summary>An operator's word on the end of a lease that was held; its request id lets it be given again.</summary>
/// <param name="For">How much longer it was to last, from then on; none lets the end hold that it had.</param>
public sealed record LeaseConfirmation(RequestId RequestId, TimeSpan? For);
