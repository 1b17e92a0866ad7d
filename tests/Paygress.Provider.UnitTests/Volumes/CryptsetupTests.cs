using System.Security.Cryptography;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport;
using Paygress.Provider.TestSupport.Commands;

namespace Paygress.Provider.UnitTests.Volumes;

public sealed class CryptsetupTests : IDisposable
{
    private readonly FakeCommandRunner _runner = new();
    private readonly VolumeKey _key = new(RandomNumberGenerator.GetBytes(VolumeKey.Length));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private Cryptsetup Subject => new(new HostTools(_runner));

    public void Dispose() => _key.Dispose();

    [Fact]
    public void FormatArguments_Whole_AreThese() =>
        string.Join(' ', CryptsetupArguments.Format("/v/1000.new", new LeaseId(Guid.Parse("0192f7a1-0000-7000-8000-000000000001")))).ShouldBe(
            "luksFormat --batch-mode --type=luks2 --uuid=0192f7a1-0000-7000-8000-000000000001 --cipher=aes-xts-plain64 --key-size=512"
            + " --pbkdf=pbkdf2 --pbkdf-force-iterations=1000 --hash=sha256 --luks2-metadata-size=16k --luks2-keyslots-size=992k"
            + " --key-file=- --keyfile-size=32 /v/1000.new");

    [Fact]
    public void OtherArguments_Whole_AreThese()
    {
        string.Join(' ', CryptsetupArguments.Open("/v/1000.luks", "paygress-1000-luks")).ShouldBe(
            "open --batch-mode --type=luks2 --disable-external-tokens --key-file=- --keyfile-size=32 /v/1000.luks paygress-1000-luks");
        string.Join(' ', CryptsetupArguments.Close("paygress-1000-luks")).ShouldBe("close paygress-1000-luks");
        string.Join(' ', CryptsetupArguments.Erase("/v/1000.luks")).ShouldBe("luksErase --batch-mode /v/1000.luks");
        string.Join(' ', CryptsetupArguments.Wipe("paygress-1000-luks")).ShouldBe("wipe_table --noflush --nolockfs paygress-1000-luks");
        string.Join(' ', CryptsetupArguments.Remove("paygress-1000-luks")).ShouldBe("remove paygress-1000-luks");
    }

    [Fact]
    public async Task FormatAndOpen_Key_GoesInByStandardInputAlone()
    {
        _runner.When("cryptsetup").Exits();

        await Subject.FormatAsync("/v/1000.new", LeaseId.New(Some.Now), _key, Token);
        await Subject.OpenAsync("/v/1000.luks", "paygress-1000-luks", _key, Token);

        foreach (var spec in _runner.Received)
        {
            spec.StandardInput.ToArray().ShouldBe(_key.Bytes.ToArray());
            spec.ExtraEnvironment.ShouldBeEmpty();
            string.Join(' ', spec.Arguments).ShouldNotContain(Convert.ToHexString(_key.Bytes.Span), Case.Insensitive);
            string.Join(' ', spec.Arguments).ShouldNotContain(Convert.ToBase64String(_key.Bytes.Span));
        }
    }

    [Theory]
    [InlineData(2, ErrorCodes.WrongKey)]
    [InlineData(1, ErrorCodes.BackendError)]
    [InlineData(4, ErrorCodes.BackendError)]
    [InlineData(5, ErrorCodes.BackendError)]
    public async Task OpenAsync_ExitCode_HasItsMeaning(int exitCode, string code)
    {
        _runner.When("cryptsetup", "open").Exits(exitCode, stderr: "No key available with this passphrase.");

        (await Subject.OpenAsync("/v/1000.luks", "paygress-1000-luks", _key, Token)).FailedCode().ShouldBe(code);
    }

    [Fact]
    public async Task OpenAsync_DoesNotEnd_IsUnknown()
    {
        _runner.When("cryptsetup", "open").TimesOut();

        (await Subject.OpenAsync("/v/1000.luks", "paygress-1000-luks", _key, Token)).ShouldBeOfType<HostResult<Nothing>.Unknown>();
    }

    [Fact]
    public async Task OpenAsync_DisposedKey_OpensNothing()
    {
        _key.Dispose();

        await Should.ThrowAsync<ObjectDisposedException>(() => Subject.OpenAsync("/v/1000.luks", "paygress-1000-luks", _key, Token));

        _runner.Received.ShouldBeEmpty();
    }
}
