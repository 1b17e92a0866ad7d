using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>A host that can do everything, until a test says otherwise.</summary>
public sealed class FakeHostSupport : IHostSupport
{
    public Dictionary<HostCapability, string> Obstacles { get; } = [];

    /// <inheritdoc />
    public string? FindObstacle(HostCapability capability) => Obstacles.GetValueOrDefault(capability);
}
