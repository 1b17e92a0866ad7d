using System.Collections.Immutable;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>An entry of device-mapper, as the kernel shows it.</summary>
/// <param name="Uuid">What its maker wrote; cryptsetup writes type, LUKS id and name.</param>
/// <param name="Number">Its device number, as in mountinfo.</param>
/// <param name="Below">The devices it is on; none when its table is the error target, or missing.</param>
/// <param name="IsUsable">False while it is suspended or can only be read.</param>
internal sealed record DeviceMapping(string Name, string Uuid, string Number, ImmutableArray<string> Below, bool IsUsable)
{
    private const string UuidPrefix = "CRYPT-LUKS2-";
    private const int IdLength = 32;

    /// <summary>The vmid in its name; none when the name is not one of ours.</summary>
    public Vmid? Vmid => KernelPaths.ReadMapping(Name);

    /// <summary>The lease whose image it opened, read from its id; none when cryptsetup did not make it under this name.</summary>
    public LeaseId? LeaseId =>
        Uuid.StartsWith(UuidPrefix, StringComparison.Ordinal)
        && Uuid.Length == UuidPrefix.Length + IdLength + 1 + Name.Length
        && Uuid.EndsWith('-' + Name, StringComparison.Ordinal)
        && Core.Leases.LeaseId.TryParse(Uuid.Substring(UuidPrefix.Length, IdLength), out var id) ? id : null;

    /// <summary>True while it decrypts something, and so the kernel has its key.</summary>
    public bool IsAlive => !Below.IsEmpty;
}
