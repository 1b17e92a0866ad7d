namespace Paygress.Provider.Core.Hosts;

/// <summary>Says what this host can offer.</summary>
public interface IHostSupport
{
    /// <summary>What stands in the way, as an operator would put it; none when it can be offered. Cheap enough to be asked for each request.</summary>
    string? FindObstacle(HostCapability capability);
}
