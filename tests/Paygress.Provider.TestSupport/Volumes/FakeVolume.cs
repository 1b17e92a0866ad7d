using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.TestSupport.Volumes;

/// <summary>A volume of <see cref="FakeVolumeBackend"/>.</summary>
public sealed class FakeVolume
{
    /// <summary>Whose it is; none for somebody else's.</summary>
    public LeaseId? LeaseId { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>A copy of the bytes that open it; none for a plain one.</summary>
    public byte[]? Key { get; init; }

    public bool IsEncrypted => Key is not null;

    /// <summary>True while the device is there.</summary>
    public bool IsOpen { get; set; }

    /// <summary>True while an encrypted one has its mapping but nothing shows it, as after an opening that broke off.</summary>
    public bool IsHalfOpen { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Tells whether a container still holds it.</summary>
    public Func<bool> IsInUse { get; set; } = () => false;
}
