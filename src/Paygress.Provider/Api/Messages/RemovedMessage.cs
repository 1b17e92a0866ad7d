namespace Paygress.Provider.Api.Messages;

/// <summary>One thing that was on the host and is gone.</summary>
/// <param name="Kind">What kind of thing it was, as in an audit.</param>
/// <param name="Name">Its name on the host.</param>
/// <param name="Vmid">The number that it carried; none when it carried none.</param>
/// <param name="LeaseId">The lease that it belonged to; none when unknown.</param>
internal sealed record RemovedMessage(string Kind, string Name, int? Vmid, string? LeaseId);
