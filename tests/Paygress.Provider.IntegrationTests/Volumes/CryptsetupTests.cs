using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>What cryptsetup does with files alone; mappings need a kernel of our own and are in tests/host.</summary>
public sealed class CryptsetupTests : IDisposable
{
    private const int WrongKey = 2;
    private const int NoKeySlot = 1;
    private const long Size = 32 * 1024 * 1024;

    private static readonly CliWrapCommandRunner Runner = new(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);

    private readonly TempFolder _folder = new();
    private readonly VolumeKey _key = NewKey();
    private readonly LeaseId _lease = LeaseId.New(Some.Now);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Image_FormattedThenErased_OpensWithItsKeyAloneAndThenWithNone()
    {
        var image = await FormatAsync();
        using var wrong = NewKey();

        LuksHeader.ReadUuid(image).ShouldBe(_lease.Value);
        FileIdentity.Of(image)!.Value.AllocatedBytes.ShouldBeLessThanOrEqualTo(2 * CryptsetupArguments.HeaderBytes);
        (await TryKeyAsync(image, _key)).ShouldBe(0);
        (await TryKeyAsync(image, wrong)).ShouldBe(WrongKey);

        (await new Cryptsetup(new HostTools(Runner)).EraseAsync(image, Token)).Value();
        (await new Cryptsetup(new HostTools(Runner)).EraseAsync(image, Token)).Value();

        (await TryKeyAsync(image, _key)).ShouldBe(NoKeySlot);
        LuksHeader.ReadUuid(image).ShouldBe(_lease.Value, "a destroy that was broken off must still know whose it is");
    }

    [Fact]
    public async Task FormatAsync_NoSuchFile_FailsAlthoughNobodyReadsTheKey() =>
        (await new Cryptsetup(new HostTools(Runner)).FormatAsync(_folder.File("missing"), _lease, _key, Token)).IsDone.ShouldBeFalse();

    [Fact]
    public void ReadUuid_NoHeader_IsNone()
    {
        File.WriteAllText(_folder.File("short"), "LUKS");

        LuksHeader.ReadUuid(_folder.File("short")).ShouldBeNull();
        LuksHeader.ReadUuid(_folder.File("missing")).ShouldBeNull();
    }

    private static VolumeKey NewKey() => new(RandomNumberGenerator.GetBytes(VolumeKey.Length));

    private static async Task<int> TryKeyAsync(string image, VolumeKey key)
    {
        var spec = new CommandSpec
        {
            Program = "cryptsetup",
            Arguments = ["open", "--test-passphrase", "--type=luks2", "--key-file=-", "--keyfile-size=32", image],
            StandardInput = key.Bytes,
            Timeout = TimeSpan.FromSeconds(60),
        };
        return (await Runner.RunAsync(spec, Token)).ShouldBeOfType<CommandResult.Exited>().ExitCode;
    }

    private async Task<string> FormatAsync()
    {
        var image = _folder.File("1000.luks");
        await using (var file = File.Create(image))
        {
            file.SetLength(Size);
        }

        (await new Cryptsetup(new HostTools(Runner)).FormatAsync(image, _lease, _key, Token)).Value();
        return image;
    }
}
