namespace Paygress.Provider.Api.Messages;

/// <summary>The answer to the release of what is on the host of a lease that is not in the books.</summary>
internal sealed record RemovedListMessage(IReadOnlyList<RemovedMessage> Removed);
