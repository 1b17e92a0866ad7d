using Microsoft.Extensions.Options;
using Paygress.Provider.Core.Admission;
using Paygress.Provider.Core.Heartbeats;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Heartbeats;

/// <summary>Composes heartbeats as in the program.</summary>
internal static class HeartbeatComposers
{
    public static HeartbeatComposer Of(World world, int maxLeases = 200) => new(
        world.Books.Leases,
        world.Meter,
        world.Books.Drain,
        world.Capabilities,
        world.Health,
        world.Trials,
        new ProviderIdentity("node-1", "instance", "1.0", Some.Now),
        Options.Create(new CapacityOptions { MaxLeases = maxLeases }),
        world.Clock,
        world.Time);
}
