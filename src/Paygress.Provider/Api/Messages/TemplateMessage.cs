namespace Paygress.Provider.Api.Messages;

/// <summary>A template on offer.</summary>
internal sealed record TemplateMessage
{
    /// <summary>Its name, as <c>spawn</c> takes it.</summary>
    public required string Slug { get; init; }

    /// <summary>What it is, in a few words.</summary>
    public string? Description { get; init; }

    /// <summary>The image that it runs.</summary>
    public required string Image { get; init; }

    /// <summary>The ports that are published.</summary>
    public required IReadOnlyList<TemplatePortMessage> Ports { get; init; }

    /// <summary>Variables that it sets; a request may set others.</summary>
    public required IReadOnlyDictionary<string, string> Env { get; init; }

    /// <summary>Variables that a request has to give.</summary>
    public required IReadOnlyList<string> RequiredEnv { get; init; }

    /// <summary>Where its data volume is mounted; none when it has none.</summary>
    public string? DataPath { get; init; }

    /// <summary>The least that a tier must have.</summary>
    public required TemplateMinimumMessage Minimum { get; init; }

    /// <summary>The tier taken when none is asked for; none when no tier is large enough.</summary>
    public string? DefaultTier { get; init; }

    /// <summary>True when an init process reaps what its processes leave.</summary>
    public required bool Init { get; init; }

    /// <summary>The kernel capabilities that it keeps.</summary>
    public required IReadOnlyList<string> Capabilities { get; init; }

    /// <summary>Its limits, as docker writes them.</summary>
    public required IReadOnlyList<string> Ulimits { get; init; }

    /// <summary>True when its containers may write outside data volume and memory.</summary>
    public required bool WritableRoot { get; init; }

    /// <summary>False when how much that is has no bound: docker's storage driver knows none on this host.</summary>
    public required bool BoundedRoot { get; init; }
}
