namespace Paygress.Provider.Api.Messages;

/// <summary>A port of a template.</summary>
internal sealed record TemplatePortMessage(int ContainerPort, string Protocol, string? Label);
