using System.Collections.Immutable;
using System.Globalization;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What docker is asked to tell of a thing, as its client's templates. Pure.</summary>
/// <remarks>
/// Of what an image or a tenant says, only what is needed, and nothing without a bound where many are asked about at once: an answer that is too long
/// is none, for all of them. Of an env, which may be secrets, only the names leave docker.
/// </remarks>
internal static class InspectFormats
{
    /// <summary>The most that an image's configuration may have, in bytes: the engine tells its labels with each container that it lists, and a hundred of them have to fit into an answer.</summary>
    public const int MostImageConfig = 64 * 1024;

    public const string Whole = "--format={{json .}}";

    public const string Image = """--format={"Id":{{json .Id}},"Size":{{json .Size}},"Tags":{{json .RepoTags}},"Digests":{{json .RepoDigests}}}""";

    private const string EnvNames =
        """
        "EnvNames":[{{range $i, $e := .Config.Env}}{{if $i}},{{end}}{{json (index (split $e "=") 0)}}{{end}}]
        """;

    /// <summary>Of a state; without the log of health checks, in which a program of the image writes.</summary>
    public static ImmutableArray<string> OfState { get; } = ["Status", "Pid", "ExitCode", "OOMKilled", "StartedAt", "FinishedAt"];

    /// <summary>Of what docker was told to hold a container to.</summary>
    public static ImmutableArray<string> OfLimits { get; } = ["NanoCpus", "Memory", "PortBindings", "ReadonlyRootfs"];

    /// <summary>How a container is.</summary>
    public static string Status { get; } = $"--format={{{StatusFields()}}}";

    /// <summary>The same, and all that a lease can be rebuilt from.</summary>
    public static string Details { get; } = $"--format={{{StatusFields()},{Field("Image", ".Image")},{Fields(OfLimits, ".HostConfig")},{EnvNames}}}";

    /// <summary>Whose container died, and how; without the labels of its image.</summary>
    public static string Death { get; } = $"--format={{{Field("Action", ".Action")},{Object("Actor", Field("ID", ".Actor.ID"), Object("Attributes", Indexed(["exitCode", DockerLabels.Lease], ".Actor.Attributes")))}}}";

    /// <summary>For what an image wants volumes, and whether it has more to say than may be.</summary>
    public static string ImageVolumes { get; } =
        """--format={"Volumes":{{with .Config}}{{json .Volumes}}{{else}}null{{end}},"IsHuge":{{gt (len (json .Config)) """
        + MostImageConfig.ToString(CultureInfo.InvariantCulture) + "}}}";

    private static string StatusFields() => string.Join(
        ',',
        Fields(["Id", "Name", "Created"], ""),
        Object("State", Fields(OfState, ".State")),
        $"\"Labels\":{{{{with .Config.Labels}}}}{{{Indexed(DockerLabels.All, ".")}}}{{{{else}}}}null{{{{end}}}}",
        Field("Networks", ".NetworkSettings.Networks"),
        Field("Runtime", ".HostConfig.Runtime"));

    private static string Fields(ImmutableArray<string> names, string parent) => string.Join(',', names.Select(name => Field(name, $"{parent}.{name}")));

    // Of a map, whose keys may have dots.
    private static string Indexed(ImmutableArray<string> names, string map) => string.Join(',', names.Select(name => Field(name, $"(index {map} \"{name}\")")));

    private static string Object(string name, params ReadOnlySpan<string> fields) => $"\"{name}\":{{{string.Join(',', fields)}}}";

    private static string Field(string name, string value) => $"\"{name}\":{{{{json {value}}}}}";
}
