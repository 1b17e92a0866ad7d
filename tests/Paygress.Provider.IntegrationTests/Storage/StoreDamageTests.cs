using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class StoreDamageTests : IDisposable
{
    private const UnixFileMode EverybodyMayLook =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private readonly TempFolder _folder = new();

    private string StorePath => _folder.File("provider.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Garbage_IsSetAsideWholeAndBegunAnew()
    {
        File.WriteAllText(StorePath, string.Concat(Enumerable.Repeat("not a database ", 1000)));

        ShouldBeSetAside();
    }

    [Fact]
    public async Task Open_Truncated_IsSetAsideWholeAndBegunAnew()
    {
        await FillAsync();
        Truncate(StorePath, new FileInfo(StorePath).Length / 2);

        ShouldBeSetAside();
    }

    [Fact]
    public async Task Open_PageInTheMiddleOverwritten_IsSetAsideWholeAndBegunAnew()
    {
        await FillAsync();
        Overwrite(StorePath, 4096 * 5, 4096);

        ShouldBeSetAside();
    }

    [Fact]
    public async Task Open_DamagedAndNotToBeMoved_IsUnusable()
    {
        await FillAsync();
        Truncate(StorePath, new FileInfo(StorePath).Length / 2);
        Directory.CreateDirectory($"{StorePath}.damaged-20260301T120000Z");

        StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("damaged");

        File.Exists(StorePath).ShouldBeTrue();
    }

    // As a kill leaves it: after the note, after each file, and after all of them.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Open_SetAsideWasInterrupted_IsEndedAndNoJournalIsTaken(int moved)
    {
        await FillAsync();
        Overwrite(StorePath, 0, 4096);
        var aside = BreakOff(moved);

        using var fresh = StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database;

        // A store that was not moved yet is looked at anew, and gets a name of its own.
        var kept = moved == 0 ? StorePath + ".damaged-20260301T120000Z" : aside;
        fresh.Damage.ShouldNotBeNull().ShouldEndWith($"it is kept as {kept}");
        (File.Exists(kept), File.Exists(StorePath + ".setting-aside"), fresh.IsUnused).ShouldBe((true, false, true));
        (moved == 0 || (Read(kept + "-wal"), Read(kept + "-shm")) == ("old journal", "old index")).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_NoteOfAnInterruptedSetAsideAndAGoodStore_TakesTheStore()
    {
        await FillAsync();
        BreakOff(moved: 0);

        using var store = StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Opened>().Database;

        (store.Damage, store.IsUnused).ShouldBe((null, false));
    }

    // The kernel answers a read of the first page of its memory with EIO, as a disk does that fails.
    [Fact]
    public void Open_DiskFails_IsUnusableSaysWhatToDoAndChangesNothing()
    {
        File.CreateSymbolicLink(StorePath, "/proc/self/mem");

        var unusable = StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>();

        unusable.Reason.ShouldContain("I/O error");
        unusable.Reason.ShouldContain("dmesg");
        Directory.GetFiles(_folder.Path).ShouldBe([StorePath]);
    }

    [Fact]
    public async Task Open_EmptyFileBesideAJournal_IsUnusableAndUntouched()
    {
        await FillAsync();
        File.Move(StorePath, StorePath + "-wal");

        var unusable = StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>();

        unusable.Reason.ShouldContain("journal");
        File.Exists(StorePath + "-wal").ShouldBeTrue();
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsUnusableAndUntouched()
    {
        using (var connection = new SqliteConnection($"Data Source={StorePath};Pooling=False"))
        {
            connection.Open();
            connection.Execute("CREATE TABLE foreign_thing (id INTEGER)");
        }

        ShouldBeUnusableAndUntouched("another program");
    }

    [Fact]
    public void Open_NoSuchDirectory_IsUnusable() =>
        StoreDatabase.Open(_folder.File("missing"), Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("missing");

    [Fact]
    public void Open_StoreIsADirectory_IsUnusable()
    {
        Directory.CreateDirectory(StorePath);

        StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain(StorePath);
    }

    [Fact]
    public void Open_EmptyDirectoryThatMayNotBeWritten_IsUnusable()
    {
        File.SetUnixFileMode(_folder.Path, EverybodyMayLook);

        Nobody.Does(() => StoreDatabase.Open(_folder.Path, Some.Now)).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("denied");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.None)]
    public async Task Open_StoreThatMayNotBeWritten_IsUnusable(UnixFileMode forOthers)
    {
        await FillAsync();
        File.SetUnixFileMode(StorePath, UnixFileMode.UserRead | forOthers);
        File.SetUnixFileMode(_folder.Path, EverybodyMayLook);

        Nobody.Does(() => StoreDatabase.Open(_folder.Path, Some.Now)).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("can't be opened for writing");
    }

    [Theory]
    [InlineData(5, "in use")]
    [InlineData(8, "opened for writing")]
    [InlineData(10, "read or written")]
    [InlineData(11, "damaged")]
    [InlineData(13, "disk is full")]
    [InlineData(14, "opened for writing")]
    [InlineData(26, "damaged")]
    public void Describe_SqliteError_SaysWhatToDo(int code, string expected) =>
        StoreFault.Describe("/data/provider.db", new SqliteException("reason", code)).ShouldContain(expected);

    // Sets the store aside as far as a killed start came.
    private string BreakOff(int moved)
    {
        var aside = StorePath + ".damaged-20260228T000000Z";
        File.WriteAllText(StorePath + ".setting-aside", aside);
        if (moved == 0)
        {
            return aside;
        }

        File.WriteAllText(StorePath + "-wal", "old journal");
        File.WriteAllText(StorePath + "-shm", "old index");
        foreach (var suffix in ((string[])["", "-wal", "-shm"]).Take(moved))
        {
            File.Move(StorePath + suffix, aside + suffix);
        }

        return aside;
    }

    private static string Read(string path) => File.ReadAllText(path);

    private async Task FillAsync()
    {
        using var database = OpenStore.In(_folder.Path);
        var queue = new SqliteSpawnQueue(database);
        for (var i = 0; i < 50; i++)
        {
            await queue.EnqueueAsync(Some.Lease(LeaseState.Queued), new byte[32], new QueueLimits(int.MaxValue), TestContext.Current.CancellationToken);
        }
    }

    private void ShouldBeSetAside()
    {
        InstanceIdentity.Open(_folder.Path).ShouldBeOfType<InstanceIdentityResult.Opened>();
        var before = File.ReadAllBytes(StorePath);

        using var fresh = OpenStore.In(_folder.Path);

        (fresh.IsUnused, fresh.OrphansRemovable).ShouldBe((true, false));
        fresh.Damage.ShouldNotBeNull().ShouldContain("provider.db.damaged-20260301T120000Z");
        File.ReadAllBytes(StorePath + ".damaged-20260301T120000Z").ShouldBe(before);
    }

    private void ShouldBeUnusableAndUntouched(string expected)
    {
        var before = File.ReadAllBytes(StorePath);

        StoreDatabase.Open(_folder.Path, Some.Now).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain(expected);

        File.ReadAllBytes(StorePath).ShouldBe(before);
    }

    private static void Truncate(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static void Overwrite(string path, long position, int length)
    {
        using var file = File.OpenWrite(path);
        file.Position = position;
        file.Write(Enumerable.Repeat((byte)0xA5, length).ToArray());
    }
}
