namespace Paygress.Provider.Api.Messages;

/// <summary>The answer to the release of what is on the host of a lease that is not in the books.</summary>
/// <param name="Removed">Each thing that was there.</param>
internal sealed record RemovedListMessage(IReadOnlyList<RemovedMessage> Removed);
