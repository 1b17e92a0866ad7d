using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class SqliteEventLogTests : IDisposable
{
    private static readonly CancellationToken Token = TestContext.Current.CancellationToken;

    private readonly TempFolder _folder = new();
    private readonly StoreDatabase _database;
    private readonly SqliteEventLog _log;

    public SqliteEventLogTests()
    {
        _database = OpenStore.In(_folder.Path);
        _log = new SqliteEventLog(_database);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Read_EventsOfTwoLeases_AreInTheOrderInWhichTheyWereStored()
    {
        var (first, second) = (await EnqueueAsync(), await EnqueueAsync());
        await ApplyAsync(second, new LeaseEvent.Released("late", Some.Now.AddDays(-1)));
        await ApplyAsync(first, new LeaseEvent.Released(null, Some.Now));

        var events = await _log.ReadAsync(0, 100, Token);

        events.Select(e => (e.LeaseId, e.Entry.Name)).ShouldBe([(first.Id, "Enqueued"), (second.Id, "Enqueued"), (second.Id, "Released"), (first.Id, "Released")]);
        events.Select(e => e.Number).ShouldBe(events.Select(e => e.Number).Order());
        events[2].Entry.Detail.ShouldBe("late");
        (await _log.ReadAsync(events[1].Number, 1, Token)).ShouldHaveSingleItem().Number.ShouldBe(events[2].Number);
        (await _log.FindPlaceAsync(2, Token)).ShouldBe(events[1].Number);
        (await _log.FindPlaceAsync(0, Token)).ShouldBe(events[3].Number);
        (await _log.FindPlaceAsync(100, Token)).ShouldBe(0);
    }

    [Fact]
    public async Task Numbers_AfterAllWasPruned_GoOn()
    {
        var lease = await EnqueueAsync();
        await ApplyAsync(lease, new LeaseEvent.Released(null, Some.Now));
        var newest = await _log.FindPlaceAsync(0, Token);

        (await new SqliteLeaseStore(_database).PruneAsync(Some.Now.AddYears(1), Token)).ShouldBe(1);
        (await _log.ReadAsync(0, 100, Token)).ShouldBeEmpty();
        (await _log.FindPlaceAsync(0, Token)).ShouldBe(newest);
        await EnqueueAsync();

        (await _log.ReadAsync(newest, 100, Token)).ShouldHaveSingleItem().Number.ShouldBe(newest + 1);
    }

    [Fact]
    public async Task Numbers_OfANewStore_BeginWithTheTime() =>
        (await _log.FindPlaceAsync(0, Token)).ShouldBeGreaterThan(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    private async Task<Lease> EnqueueAsync() =>
        (await new SqliteSpawnQueue(_database).EnqueueAsync(Some.Lease(LeaseState.Queued), new byte[] { 1 }, new QueueLimits(10), Token)).ShouldBeOfType<EnqueueResult.Enqueued>().Lease;

    private async Task ApplyAsync(Lease lease, LeaseEvent e) => (await new SqliteLeaseStore(_database).ApplyAsync(lease.Id, e, Token)).ShouldBeOfType<ApplyResult.Applied>();
}
