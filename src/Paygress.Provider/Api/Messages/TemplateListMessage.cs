namespace Paygress.Provider.Api.Messages;

/// <summary>The reply to <c>GET /v1/templates</c>.</summary>
/// <param name="Templates">All templates.</param>
internal sealed record TemplateListMessage(IReadOnlyList<TemplateMessage> Templates);
