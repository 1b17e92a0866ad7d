namespace Paygress.Provider.Core.Heartbeats;

/// <summary>Who speaks.</summary>
/// <param name="InstanceId">Marks what is ours on the host; made once for a data directory.</param>
/// <param name="Isolation">What keeps tenants from the machine: the OCI runtime that is configured.</param>
public sealed record ProviderIdentity(string Name, string InstanceId, string Build, DateTimeOffset StartedAt, string Isolation = ProviderIdentity.DefaultIsolation)
{
    /// <summary>The runtime is docker's own choice.</summary>
    public const string DefaultIsolation = "default";
}
