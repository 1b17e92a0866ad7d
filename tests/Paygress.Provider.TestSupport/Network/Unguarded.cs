using Paygress.Provider.Linux.Network;
using Paygress.Provider.TestSupport.Clocks;

namespace Paygress.Provider.TestSupport.Network;

/// <summary>A network that nobody has to guard, for tests of other things.</summary>
public static class Unguarded
{
    public static NetworkState Network { get; } = new("/nowhere", "none", IsolationMode.Off, new FakeHostClock(TimeProvider.System));
}
