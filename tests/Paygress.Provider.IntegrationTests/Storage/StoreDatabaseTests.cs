using System.Collections.Immutable;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;
using Paygress.Provider.TestSupport.Golden;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class StoreDatabaseTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string StorePath => _folder.File("provider.db");

    private static int Current => new StoreSchema(SchemaStep.LoadAll()).Version;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_NothingThere_MakesAStoreForTheOwnerOnly()
    {
        using var database = OpenStore.In(_folder.Path);

        database.Migration.ShouldBe(new StoreMigration(0, Current));
        database.OrphansRemovable.ShouldBeTrue();
        foreach (var path in Directory.GetFiles(_folder.Path))
        {
            File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, path);
        }
    }

    [Fact]
    public async Task Open_WriterSettings_AreTheDurableOnes()
    {
        using var database = OpenStore.In(_folder.Path);

        var settings = await database.WriteAsync(
            connection => (connection.QueryText("PRAGMA journal_mode"), connection.QueryNumber("PRAGMA synchronous"), connection.QueryNumber("PRAGMA foreign_keys"), connection.QueryNumber("PRAGMA busy_timeout")),
            Token);

        settings.ShouldBe(("wal", 2, 1, 5000));
    }

    [Fact]
    public void Open_SchemaOfThisVersion_IsTheOneInTheDocs()
    {
        using var database = OpenStore.In(_folder.Path);

        var statements = database.Read(connection => connection.Query(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
            row => row.Text("sql")));

        GoldenFile.Check("docs/schema.sql", string.Concat(statements.Select(sql => $"{sql};\n\n")).TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task Open_AfterAClose_HasWhatWasStored()
    {
        var lease = Some.Lease(LeaseState.Queued);
        using (var database = OpenStore.In(_folder.Path))
        {
            await new SqliteSpawnQueue(database).EnqueueAsync(lease, new byte[] { 1 }, new QueueLimits(1), Token);
            await new SqliteDrainSwitch(database).SetAsync(true, Token);
        }

        using var again = OpenStore.In(_folder.Path);

        again.Migration.ShouldBe(new StoreMigration(Current, Current));
        (await new SqliteLeaseStore(again).FindAsync(lease.Id, Token)).ShouldNotBeNull();
        new SqliteDrainSwitch(again).IsDraining.ShouldBeTrue();
    }

    // The files as they are at one moment are what a killed process leaves: only SQLite's own commit separates kept from lost.
    [Fact]
    public async Task Open_FilesOfAProcessThatDiedInATransaction_HasWhatWasCommittedOnly()
    {
        using var crashed = new TempFolder();
        var lease = Some.Lease(LeaseState.Queued);
        using var database = OpenStore.In(_folder.Path);
        await new SqliteSpawnQueue(database).EnqueueAsync(lease, new byte[] { 1 }, new QueueLimits(1), Token);
        await database.WriteAsync(
            connection =>
            {
                connection.Execute("PRAGMA cache_spill = 1; PRAGMA cache_size = 1; UPDATE leases SET state = 'failed', last_error = hex(randomblob(100000))");
                return CopyTo(crashed);
            },
            Token);

        using var recovered = OpenStore.In(crashed.Path);

        (await new SqliteLeaseStore(recovered).FindAsync(lease.Id, Token)).ShouldNotBeNull().State.ShouldBe(LeaseState.Queued);
        await new SqliteSpawnQueue(recovered).GiveBackAllAsync(Token);
        (await new SqliteSpawnQueue(recovered).TakeAsync(Token)).ShouldNotBeNull().Id.ShouldBe(lease.Id);
    }

    [Fact]
    public void Open_NewStoreBesideAnOldInstanceId_NeverRemovesOrphans()
    {
        InstanceIdentity.Open(_folder.Path).ShouldBeOfType<InstanceIdentityResult.Opened>();

        using (var database = OpenStore.In(_folder.Path))
        {
            database.OrphansRemovable.ShouldBeFalse();
        }

        using var again = OpenStore.In(_folder.Path);
        again.OrphansRemovable.ShouldBeFalse();
    }

    [Fact]
    public void Open_OlderStore_CopiesItAndTakesTheMissingSteps()
    {
        OpenStore.In(_folder.Path).Dispose();
        var newer = SchemaWith("ALTER TABLE leases ADD COLUMN credit_ms INTEGER;");

        using (var database = StoreDatabase.Open(_folder.Path, newer, Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database)
        {
            database.Migration.ShouldBe(new StoreMigration(Current, Current + 1));
        }

        using var copy = new SqliteConnection($"Data Source={StorePath}.v{Current}.bak;Pooling=False");
        copy.Open();
        StoreSchema.ReadVersion(copy).ShouldBe(Current);
        File.GetUnixFileMode($"{StorePath}.v{Current}.bak").ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Open_LeftoversOfACrash_AreRemoved()
    {
        File.WriteAllText(StorePath + ".v1.bak.tmp", "half a copy");

        using var database = OpenStore.In(_folder.Path);

        File.Exists(StorePath + ".v1.bak.tmp").ShouldBeFalse();
    }

    [Fact]
    public void Open_NewerStoreThatWeCanRead_LeavesItsVersion()
    {
        OpenStore.In(_folder.Path).Dispose();
        StoreDatabase.Open(_folder.Path, SchemaWith("ALTER TABLE leases ADD COLUMN credit_ms INTEGER;"), Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database.Dispose();

        using var database = OpenStore.In(_folder.Path);

        database.Migration.ShouldBe(new StoreMigration(Current + 1, Current + 1));
    }

    [Fact]
    public void Open_NewerStoreThatWeWouldMisread_IsRefusedAndUntouched()
    {
        OpenStore.In(_folder.Path).Dispose();
        StoreDatabase.Open(_folder.Path, SchemaWith("UPDATE meta SET value = '1000' WHERE key = 'min_reader_version';"), Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database.Dispose();
        var before = File.ReadAllBytes(StorePath);

        StoreDatabase.Open(_folder.Path, Some.Now).ShouldBe(new StoreOpenResult.TooNew(1000, Current));

        File.ReadAllBytes(StorePath).ShouldBe(before);
    }

    [Fact]
    public void Open_StepFails_LeavesTheStoreAsItWas()
    {
        OpenStore.In(_folder.Path).Dispose();

        StoreDatabase.Open(_folder.Path, SchemaWith("CREATE TABLE extra (id INTEGER); CREATE TABLE meta (id INTEGER);"), Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>();

        using var database = OpenStore.In(_folder.Path);
        database.Migration.From.ShouldBe(Current);
        database.Read(connection => connection.QueryNumber("SELECT count(*) FROM sqlite_schema WHERE name = 'extra'")).ShouldBe(0);
    }

    private static StoreSchema SchemaWith(string sql) => new([.. SchemaStep.LoadAll(), new SchemaStep(Current + 1, sql)]);

    private int CopyTo(TempFolder target)
    {
        ImmutableArray<string> files = [StorePath, StorePath + "-wal"];
        foreach (var file in files)
        {
            File.Copy(file, target.File(Path.GetFileName(file)));
        }

        return files.Length;
    }
}
