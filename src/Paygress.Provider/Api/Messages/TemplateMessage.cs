namespace Paygress.Provider.Api.Messages;

/// <summary>A template on offer.</summary>
internal sealed record TemplateMessage
{
    public required string Slug { get; init; }

    public string? Description { get; init; }

    public required string Image { get; init; }

    public required IReadOnlyList<TemplatePortMessage> Ports { get; init; }

    public required IReadOnlyDictionary<string, string> Env { get; init; }

    public required IReadOnlyList<string> RequiredEnv { get; init; }

    public string? DataPath { get; init; }

    public required TemplateMinimumMessage Minimum { get; init; }

    /// <summary>The tier taken when none is asked for; none when no tier is large enough.</summary>
    public string? DefaultTier { get; init; }

    public required bool Init { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required IReadOnlyList<string> Ulimits { get; init; }
}
