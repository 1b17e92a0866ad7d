using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Spawning;

namespace Paygress.Provider.UnitTests.Spawning;

public sealed class DrainControlTests
{
    [Fact]
    public async Task SetAsync_ToggledAndRepeated_IsToldOncePerChange()
    {
        var world = new World();
        var control = new DrainControl(world.Books.Drain, new FakeLogger<DrainControl>(world.LogCollector));

        await control.SetAsync(true, World.Token);
        await control.SetAsync(true, World.Token);
        world.Books.Drain.IsDraining.ShouldBeTrue();
        await control.SetAsync(false, World.Token);

        world.Books.Drain.IsDraining.ShouldBeFalse();
        world.LoggedIds.ShouldBe([EventIds.DrainChanged, EventIds.DrainChanged]);
    }
}
