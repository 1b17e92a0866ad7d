namespace Paygress.Provider.Api.Messages;

/// <summary>The body of, and the reply to, <c>PUT /v1/drain</c>.</summary>
internal sealed record DrainMessage(bool Draining);
