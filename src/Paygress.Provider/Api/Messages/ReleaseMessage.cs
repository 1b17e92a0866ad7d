using System.Text.Json.Serialization;

namespace Paygress.Provider.Api.Messages;

/// <summary>The answer to <c>DELETE /v1/leases/{id}</c>: the lease, or what was removed of one that is not in the books. One of the two is there.</summary>
[JsonConverter(typeof(ReleaseConverter))]
internal sealed record ReleaseMessage(LeaseMessage? Lease, RemovedListMessage? Removed = null);
