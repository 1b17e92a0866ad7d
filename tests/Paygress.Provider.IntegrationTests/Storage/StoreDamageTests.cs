using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.Linux.Storage;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Storage;

public sealed class StoreDamageTests : IDisposable
{
    private const uint Nobody = 65534;
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

        AsNobody(() => StoreDatabase.Open(_folder.Path, Some.Now)).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("denied");
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.None)]
    public async Task Open_StoreThatMayNotBeWritten_IsUnusable(UnixFileMode forOthers)
    {
        await FillAsync();
        File.SetUnixFileMode(StorePath, UnixFileMode.UserRead | forOthers);
        File.SetUnixFileMode(_folder.Path, EverybodyMayLook);

        AsNobody(() => StoreDatabase.Open(_folder.Path, Some.Now)).ShouldBeOfType<StoreOpenResult.Unusable>().Reason.ShouldContain("can't be opened for writing");
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

    private async Task FillAsync()
    {
        using var database = OpenStore.In(_folder.Path);
        var queue = new SqliteSpawnQueue(database);
        for (var i = 0; i < 50; i++)
        {
            await queue.EnqueueAsync(Some.Lease(LeaseState.Queued), new byte[32], int.MaxValue, TestContext.Current.CancellationToken);
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

    // The tests may run as root, whom no mode stops. The kernel keeps this id per thread, and work runs on this one.
    private static T AsNobody<T>(Func<T> work)
    {
        _ = SetFileSystemUser(Nobody);
        try
        {
            return work();
        }
        finally
        {
            _ = SetFileSystemUser(0);
        }
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
