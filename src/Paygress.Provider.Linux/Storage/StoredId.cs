using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Linux.Storage;

/// <summary>Ids read from the store; they were checked before they were written, so a fault here is a damaged store.</summary>
internal static class StoredId
{
    public static LeaseId Lease(string text) =>
        LeaseId.TryParse(text, out var id) ? id : throw Fault("lease id", text);

    public static RequestId Request(string text) =>
        RequestId.TryParse(text, out var id) ? id : throw Fault("request id", text);

    public static OwnerId Owner(string text) =>
        OwnerId.TryParse(text, out var owner) ? owner : throw Fault("owner", text);

    private static InvalidDataException Fault(string what, string text) => new($"the store holds '{text}' as a {what}");
}
