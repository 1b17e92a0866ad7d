using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Files;

public sealed class DurableFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ExistingFile_ReplacesContentAndMode()
    {
        var path = _folder.File("a");
        File.WriteAllText(path, "a longer text");

        DurableFile.Write(HostEffect.WriteHeartbeat, path, "new"u8.ToArray(), DurableFile.OwnerOnly);

        File.ReadAllText(path).ShouldBe("new");
        File.GetUnixFileMode(path).ShouldBe(DurableFile.OwnerOnly);
    }

    [Fact]
    public async Task WriteAsync_ReaderHasTheOldFileOpen_StillReadsTheOldOne()
    {
        var path = _folder.File("a");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(path);

        await DurableFile.WriteAsync(HostEffect.WriteHeartbeat, path, "new"u8.ToArray(), DurableFile.Readable, TestContext.Current.CancellationToken);

        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldBe("old");
    }

    [Fact]
    public async Task WriteAsync_Cancelled_LeavesTheOldContentAndNothingElse()
    {
        var path = _folder.File("a");
        await File.WriteAllTextAsync(path, "old", TestContext.Current.CancellationToken);

        await Should.ThrowAsync<OperationCanceledException>(() => DurableFile.WriteAsync(HostEffect.WriteHeartbeat, path, "new"u8.ToArray(), DurableFile.OwnerOnly, new CancellationToken(canceled: true)));

        (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ShouldBe("old");
        Directory.GetFiles(_folder.Path).ShouldBe([path]);
    }

    [Fact]
    public void Write_TargetIsADirectory_ThrowsAndLeavesNothing()
    {
        var path = Directory.CreateDirectory(_folder.File("a")).FullName;

        Should.Throw<SystemException>(() => DurableFile.Write(HostEffect.WriteHeartbeat, path, "x"u8.ToArray(), DurableFile.OwnerOnly));

        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void SyncDirectory_Missing_Throws() =>
        Should.Throw<IOException>(() => DurableFile.SyncDirectory(_folder.File("missing"))).Message.ShouldContain("missing");
}
