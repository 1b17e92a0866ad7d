using System.Collections.Immutable;
using System.Text.Json;

namespace Paygress.Provider.Linux.Docker;

/// <summary>A question to docker's client that the engine can be asked as well. Pure.</summary>
internal abstract record EngineQuestion
{
    private EngineQuestion()
    {
    }

    /// <summary>Which things there are.</summary>
    /// <param name="Path">What the engine is asked for.</param>
    /// <param name="ToLines">What the client makes of the answer.</param>
    public sealed record Listing(string Path, Func<JsonElement, IEnumerable<string>> ToLines) : EngineQuestion;

    /// <summary>How these things are.</summary>
    /// <param name="Kind">As the client calls them.</param>
    /// <param name="PathOf">What the engine is asked for, by name.</param>
    /// <param name="ToLine">What the client makes of one answer.</param>
    public sealed record Descriptions(string Kind, ImmutableArray<string> Names, Func<string, string> PathOf, Func<JsonElement, string> ToLine) : EngineQuestion;

    /// <summary>To start a container: the one change. It has no options, and what went wrong with it can be asked again.</summary>
    public sealed record Start(string ContainerId) : EngineQuestion
    {
        /// <summary>What the engine is asked for.</summary>
        public string Path => $"containers/{ContainerId}/start";
    }

    /// <summary>The question in these words of a command; none when only the client can answer it.</summary>
    public static EngineQuestion? Read(ImmutableArray<string> words) => words switch
    {
        ["ps", "--all", "--no-trunc", var filter, DockerArguments.IdFormat] when Filters(filter) is { } filters =>
            new Listing($"containers/json?all=1&filters={filters}", EngineAnswers.Ids),
        ["ps", "--all", "--no-trunc", var filter, DockerArguments.NamesFormat] when Filters(filter) is { } filters =>
            new Listing($"containers/json?all=1&filters={filters}", EngineAnswers.ContainerNames),
        ["volume", "ls", var filter, DockerVolumeArguments.NameFormat] when Filters(filter) is { } filters =>
            new Listing($"volumes?filters={filters}", EngineAnswers.VolumeNames),
        ["container", "inspect", var format, "--", .. var names] when IsPlain(names) =>
            format == InspectFormats.Status ? new Descriptions("container", names, name => $"containers/{name}/json", c => EngineAnswers.Container(c, isWhole: false))
            : format == InspectFormats.Details ? new Descriptions("container", names, name => $"containers/{name}/json", c => EngineAnswers.Container(c, isWhole: true))
            : null,
        ["image", "inspect", var format, "--", .. var names] when IsPlain(names) =>
            format == InspectFormats.Image ? new Descriptions("image", names, name => $"images/{name}/json", EngineAnswers.Image)
            : format == InspectFormats.ImageVolumes ? new Descriptions("image", names, name => $"images/{name}/json", EngineAnswers.ImageVolumes)
            : null,
        ["volume", "inspect", InspectFormats.Whole, "--", .. var names] when IsPlain(names) =>
            new Descriptions("volume", names, name => $"volumes/{name}", EngineAnswers.Whole),
        ["network", "inspect", InspectFormats.Whole, "--", .. var names] when IsPlain(names) =>
            new Descriptions("network", names, name => $"networks/{name}", EngineAnswers.Whole),
        ["start", "--", var id] when DockerIds.IsFull(id) => new Start(id),
        _ => null,
    };

    // "--filter=label=KEY=VALUE" or "--filter=name=TEXT", as the engine wants it.
    private static string? Filters(string word) =>
        word.Split('=', 3) is ["--filter", var key, var value]
            ? Uri.EscapeDataString($"{{\"{JsonEncodedText.Encode(key)}\":{{\"{JsonEncodedText.Encode(value)}\":true}}}}")
            : null;

    // What needs no care in a path, and can't lead to another one. A reference to an image has slashes.
    private static bool IsPlain(ImmutableArray<string> names) =>
        !names.IsEmpty && names.All(name => name.Length > 0 && !name.Contains("..", StringComparison.Ordinal) && !name.Contains("//", StringComparison.Ordinal) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or ':' or '@' or '/'));
}
