using Paygress.Provider.Core.Clocks;

namespace Paygress.Provider.TestSupport.Clocks;

/// <summary>The time by which docker and files date things: whatever the machine's wall clock is set to.</summary>
public sealed class WallTime(IHostClock host) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => host.Wall;
}
