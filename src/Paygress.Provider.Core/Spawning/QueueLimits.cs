namespace Paygress.Provider.Core.Spawning;

/// <summary>What a request must stay within to be taken into the queue.</summary>
/// <param name="Waiting">The most that may wait.</param>
/// <param name="OfOwner">The most leases that its owner may have at a time, those that wait included; none for no bound.</param>
public sealed record QueueLimits(int Waiting, int? OfOwner = null);
