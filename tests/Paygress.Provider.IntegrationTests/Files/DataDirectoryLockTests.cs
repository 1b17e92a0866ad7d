using System.Diagnostics;
using Paygress.Provider.Linux.Files;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Files;

public sealed class DataDirectoryLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TryAcquire_Twice_SaysWhoHasIt()
    {
        using var held = Acquire();

        DataDirectoryLock.TryAcquire(_folder.Path).ShouldBe(new DataDirectoryLockResult.Held(Environment.ProcessId));
    }

    [Fact]
    public void TryAcquire_AfterDispose_Succeeds()
    {
        Acquire().Dispose();

        using var again = Acquire();
    }

    [Fact]
    public void TryAcquire_NoSuchDirectory_IsUnusable() =>
        DataDirectoryLock.TryAcquire(_folder.File("missing")).ShouldBeOfType<DataDirectoryLockResult.Unusable>().Reason.ShouldContain("missing");

    [Fact(Timeout = 10_000)]
    public async Task TryAcquire_HolderIsKilled_SucceedsAfterwards()
    {
#pragma warning disable RS0030 // Another process is the subject of the test.
        using var holder = Process.Start(new ProcessStartInfo("flock", ["--no-fork", _folder.File("lock"), "sh", "-c", "echo ready; exec sleep 60"]) { RedirectStandardOutput = true }).ShouldNotBeNull();
        await holder.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        DataDirectoryLock.TryAcquire(_folder.Path).ShouldBe(new DataDirectoryLockResult.Held(null));

        holder.Kill();
        await holder.WaitForExitAsync(TestContext.Current.CancellationToken);
#pragma warning restore RS0030

        using var held = Acquire();
    }

    private DataDirectoryLock Acquire() => DataDirectoryLock.TryAcquire(_folder.Path).ShouldBeOfType<DataDirectoryLockResult.Acquired>().Lock;
}
