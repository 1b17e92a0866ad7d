using System.Security.Cryptography;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Volumes;

namespace Paygress.Provider.Contracts;

/// <summary>What Core counts on of encrypted volumes, on top of what it counts on of any.</summary>
public abstract class EncryptedVolumeBackendContract : VolumeBackendContract
{
    protected override VolumeKey? Key { get; } = NewKey();

    [Fact]
    public async Task CreateAsync_NoKey_IsLostAndLeavesNothing()
    {
        var spec = NewSpec();

        (await Backend.CreateAsync(spec, null, Token)).FailedCode().ShouldBe(ErrorCodes.VolumeKeyLost);

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Absent);
    }

    [Fact]
    public async Task OpenAsync_StillOpen_NeedsNoKey()
    {
        var spec = NewSpec();
        (await Backend.CreateAsync(spec, Key, Token)).Value();

        (await Backend.OpenAsync(spec, null, Token)).Value();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    [Fact]
    public async Task OpenAsync_ClosedAndNoKeyOrWrongKey_ChangesNothing()
    {
        var spec = NewSpec();
        using var wrong = NewKey();
        (await Backend.CreateAsync(spec, Key, Token)).Value();
        (await Backend.CloseAsync(spec, Token)).Value();

        (await Backend.OpenAsync(spec, null, Token)).FailedCode().ShouldBe(ErrorCodes.VolumeKeyLost);
        (await Backend.OpenAsync(spec, wrong, Token)).FailedCode().ShouldBe(ErrorCodes.WrongKey);
        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Closed);

        (await Backend.OpenAsync(spec, Key, Token)).Value();
        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    [Fact]
    public async Task EveryCall_AskedForAPlainVolume_IsForeign()
    {
        var spec = NewSpec();
        (await Backend.CreateAsync(spec, Key, Token)).Value();
        var plain = spec with { IsEncrypted = false };

        (await Backend.InspectAsync(plain, Token)).Value().ShouldBe(VolumeStatus.Foreign);
        (await Backend.OpenAsync(plain, null, Token)).IsDone.ShouldBeFalse();
        (await Backend.DestroyAsync(plain, Token)).IsDone.ShouldBeFalse();

        (await Backend.InspectAsync(spec, Token)).Value().ShouldBe(VolumeStatus.Open);
    }

    private static VolumeKey NewKey() => new(RandomNumberGenerator.GetBytes(VolumeKey.Length));
}
