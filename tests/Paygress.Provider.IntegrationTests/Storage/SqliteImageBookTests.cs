using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;
using Paygress.Provider.TestSupport.Leases;

namespace Paygress.Provider.IntegrationTests.Storage;

/// <summary>The book of images in the store, and the fake that stands for it elsewhere: the same for both.</summary>
public sealed class SqliteImageBookTests : IDisposable
{
    private const string Id = "sha256:0123456789abcdef"; // that of Some.EventsTo
    private readonly TempFolder _folder = new();
    private readonly StoreDatabase _database;
    private readonly FakeBooks _fake = new();

    public SqliteImageBookTests() => _database = OpenStore.In(_folder.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAsync_Fetched_IsListedAndNoLongerBegun(bool real)
    {
        var book = Book(real);
        await book.BeginAsync("a:1", Token);
        await book.BeginAsync("a:1", Token);
        await book.BeginAsync("b:1", Token);

        await book.AddAsync("a:1", new PulledImage(Id, 7, ["a:1", "a:2"], Some.Now), Token);
        await book.EndAsync("nothing:1", Token);

        (await book.ListBegunAsync(Token)).ShouldBe(["b:1"]);
        var image = (await book.ListAsync(Token)).ShouldHaveSingleItem();
        (image.Id, image.SizeBytes, image.LastUsedAt, image.InUse).ShouldBe((Id, 7, Some.Now, false));
        image.Tags.ShouldBe(["a:1", "a:2"]);
        await book.EndAsync("b:1", Token);
        await book.ForgetAsync(Id, Token);
        (await book.ListBegunAsync(Token)).ShouldBeEmpty();
        (await book.ListAsync(Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddAsync_FetchedOnceMore_HasItsNewNamesAndTime(bool real)
    {
        var book = Book(real);
        await book.AddAsync("a:1", new PulledImage(Id, 7, ["a:1"], Some.Now), Token);

        await book.AddAsync("a:2", new PulledImage(Id, 7, [], Some.Now.AddHours(1)), Token);

        var image = (await book.ListAsync(Token)).ShouldHaveSingleItem();
        (image.Tags.Length, image.LastUsedAt).ShouldBe((0, Some.Now.AddHours(1)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ListAsync_LeaseMadeOfIt_IsInUseUntilNothingIsLeftOfItAndThatWasItsLastUse(bool real)
    {
        var book = Book(real);
        var (store, queue) = Leases(real);
        await book.AddAsync("a:1", new PulledImage(Id, 7, ["a:1"], Some.Now), Token);
        var lease = Some.Lease(LeaseState.Queued);
        await queue.EnqueueAsync(lease, new byte[] { 1 }, new QueueLimits(1), Token);
        foreach (var e in Some.EventsTo(LeaseState.Active, 1000))
        {
            await store.ApplyAsync(lease.Id, e, Token);
        }

        (await book.ListAsync(Token)).ShouldHaveSingleItem().InUse.ShouldBeTrue();

        await store.ApplyAsync(lease.Id, new LeaseEvent.Released(null, Some.Now.AddMinutes(5)), Token);
        (await book.ListAsync(Token)).ShouldHaveSingleItem().InUse.ShouldBeTrue();
        await store.ApplyAsync(lease.Id, new LeaseEvent.VerifiedGone(Some.Now.AddMinutes(9)), Token);
        var over = (await book.ListAsync(Token)).ShouldHaveSingleItem();
        (over.InUse, over.LastUsedAt).ShouldBe((false, Some.Now.AddMinutes(9)));
    }

    [Fact]
    public async Task Book_StoreOpenedAgain_HoldsTheSame()
    {
        await Book(true).AddAsync("a:1", new PulledImage(Id, 7, ["a:1"], Some.Now), Token);
        await Book(true).BeginAsync("b:1", Token);
        _database.Dispose();

        using var again = OpenStore.In(_folder.Path);

        (await new SqliteImageBook(again).ListAsync(Token)).ShouldHaveSingleItem().Id.ShouldBe(Id);
        (await new SqliteImageBook(again).ListBegunAsync(Token)).ShouldBe(["b:1"]);
    }

    private IImageBook Book(bool real) => real ? new SqliteImageBook(_database) : _fake.Images;

    private (ILeaseStore Store, ISpawnQueue Queue) Leases(bool real) =>
        real ? (new SqliteLeaseStore(_database), new SqliteSpawnQueue(_database)) : (_fake.Leases, _fake.Queue);
}
