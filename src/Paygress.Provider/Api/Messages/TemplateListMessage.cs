namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/templates</c>.</summary>
internal sealed record TemplateListMessage(IReadOnlyList<TemplateMessage> Templates);
