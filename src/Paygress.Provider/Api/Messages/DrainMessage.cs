namespace Paygress.Provider.Api.Messages;

/// <summary>The body of, and the reply to, <c>PUT /v1/drain</c>.</summary>
/// <param name="Draining">True to take no new leases, false to take them again.</param>
internal sealed record DrainMessage(bool Draining);
