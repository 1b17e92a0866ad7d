using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Storage;

/// <summary>A granted extension.</summary>
internal sealed class StoredExtension
{
    public string RequestId { get; set; } = "";

    public long ByMs { get; set; }

    public static StoredExtension From(LeaseExtension extension) => new()
    {
        RequestId = extension.RequestId.Value,
        ByMs = StoredTime.Of(extension.By),
    };

    public LeaseExtension ToExtension() => new(StoredId.Request(RequestId), StoredTime.Duration(ByMs));
}
