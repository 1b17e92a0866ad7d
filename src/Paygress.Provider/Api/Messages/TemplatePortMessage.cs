namespace Paygress.Provider.Api.Messages;

/// <summary>A port of a template.</summary>
/// <param name="ContainerPort">The port within the container.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
/// <param name="Label">What it serves; none when nothing is said.</param>
internal sealed record TemplatePortMessage(int ContainerPort, string Protocol, string? Label);
