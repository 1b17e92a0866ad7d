using System.Security.Cryptography;
using System.Text.Json;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.IntegrationTests.Daemon;

[Collection(DaemonCollection.Name)]
public sealed class HostCheckTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Fact]
    public async Task Start_ThisMachine_IsCheckedAndOfferedAsItIs()
    {
        await _provider.StartAsync();

        await _provider.UntilSaidAsync("Check of docker, daemon: dockerd ");
        await _provider.UntilSaidAsync("Check of docker, limits: dockerd ");
        await _provider.UntilSaidAsync("Check of kernel, cgroups: version ");
        var canEncrypt = new EncryptionSupport(new ProcFileSystem()).Find() is null;
        (await ReadCapabilitiesAsync()).ShouldBe(canEncrypt ? ["leases", "data_volumes", "encrypted_volumes"] : ["leases", "data_volumes"]);
    }

    [Fact]
    public async Task Start_WithoutCryptsetup_OffersNoEncryption()
    {
        HidePrograms("cryptsetup");
        await _provider.StartAsync();

        await _provider.UntilSaidAsync("Check of volumes, encryption: cryptsetup is not installed; encrypted volumes are not offered. To mend it: apt install cryptsetup-bin");
        (await ReadCapabilitiesAsync()).ShouldBe(["leases", "data_volumes"]);
        (await SubmitAsync(encrypted: true)).Code.ShouldBe(ErrorCodes.EncryptionUnavailable);
        (await _provider.Api.FollowAsync((await SubmitAsync(encrypted: false)).Lease.RequestId)).State.ShouldBe("active");
    }

    [Fact]
    public async Task Start_WithoutLosetup_OffersNoDataVolumesButLeases()
    {
        HidePrograms("losetup");
        await _provider.StartAsync();

        await _provider.UntilSaidAsync("Check of volumes, losetup failed: losetup is not installed; data volumes are not offered. To mend it: apt install mount");
        (await ReadCapabilitiesAsync()).ShouldBe(["leases"]);
        var refused = await SubmitAsync(encrypted: false);
        refused.Code.ShouldBe(ErrorCodes.BackendUnavailable);
        refused.Body.ShouldContain("losetup is not installed");
        (await SubmitAsync(encrypted: true)).Code.ShouldBe(ErrorCodes.EncryptionUnavailable);

        // The end of the test needs it for its audit; nothing has to be started anew.
        ShowProgram("losetup");
        (await _provider.Api.FollowAsync((await SubmitAsync(encrypted: false)).Lease.RequestId)).State.ShouldBe("active");
    }

    private Task<ApiAnswer> SubmitAsync(bool encrypted) => _provider.Api.SubmitAsync(new SpawnMessage
    {
        Template = "hello",
        DurationSeconds = 60,
        VolumeEncryption = encrypted ? new VolumeEncryptionMessage { Version = 1, Algorithm = "luks2-aes-xts", Key = RandomNumberGenerator.GetBytes(32) } : null,
    });

    private async Task<string[]> ReadCapabilitiesAsync()
    {
        await _provider.UntilSaidAsync("Heartbeat: ");
        var file = Path.Combine(_provider.Site.RuntimeDirectory, "heartbeat.json");
        while (!File.Exists(file))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, TestContext.Current.CancellationToken);
        }

        using var beat = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
        return [.. beat.RootElement.GetProperty("capabilities").EnumerateArray().Select(e => e.GetString()!)];
    }

    // A folder with links to all programs of this machine but one, as the provider's whole path.
    private void HidePrograms(string hidden)
    {
        Directory.CreateDirectory(Programs);
        foreach (var program in Real().Where(p => Path.GetFileName(p) != hidden).DistinctBy(p => Path.GetFileName(p)))
        {
            File.CreateSymbolicLink(Path.Combine(Programs, Path.GetFileName(program)), program);
        }

        _provider.SetEnvironment("PATH", Programs);
    }

    private void ShowProgram(string name) =>
        File.CreateSymbolicLink(Path.Combine(Programs, name), Real().First(p => Path.GetFileName(p) == name));

    private string Programs => Path.Combine(_provider.Site.Root, "programs");

    private static IEnumerable<string> Real() => ((string[])["/usr/sbin", "/usr/bin", "/sbin", "/bin"]).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles);
}
