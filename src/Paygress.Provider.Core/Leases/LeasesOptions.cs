namespace Paygress.Provider.Core.Leases;

/// <summary>What a lease may be: section <c>Leases</c>.</summary>
public sealed class LeasesOptions
{
    public const string SectionName = "Leases";

    /// <summary>The shortest lease that is sold.</summary>
    public TimeSpan MinimumDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The most that one lease may last, extensions included.</summary>
    public TimeSpan MaximumDuration { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Which containers are started again when they exit by themselves within the lease.</summary>
    public RestartPolicy RestartPolicy { get; set; } = RestartPolicy.OnFailure;

    /// <summary>The most that one lease is given back for outages of the machine, of docker and of the provider, in all.</summary>
    public TimeSpan MaxOutageCredit { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a lease that is over stays in the books.</summary>
    public TimeSpan KeepHistory { get; set; } = TimeSpan.FromDays(30);
}
