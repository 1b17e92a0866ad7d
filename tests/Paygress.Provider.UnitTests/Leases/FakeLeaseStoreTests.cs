using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport.Leases;

namespace Paygress.Provider.UnitTests.Leases;

public sealed class FakeLeaseStoreTests : LeaseStoreContract
{
    private readonly FakeBooks _books = new();

    protected override ILeaseStore Store => _books.Leases;

    protected override ISpawnQueue Queue => _books.Queue;

    protected override IDrainSwitch Drain => _books.Drain;
}
