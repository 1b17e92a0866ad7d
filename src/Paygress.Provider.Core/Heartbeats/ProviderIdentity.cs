namespace Paygress.Provider.Core.Heartbeats;

/// <summary>Who speaks.</summary>
/// <param name="InstanceId">Marks what is ours on the host; made once for a data directory.</param>
public sealed record ProviderIdentity(string Name, string PublicHost, string InstanceId, string Build, DateTimeOffset StartedAt);
