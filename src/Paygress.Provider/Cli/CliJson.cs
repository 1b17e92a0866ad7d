using System.Text.Json;
using System.Text.Json.Serialization;
using Paygress.Provider.Api;

namespace Paygress.Provider.Cli;

/// <summary>The API's messages as the client reads and prints them.</summary>
/// <remarks>Read leniently: during an upgrade the daemon may be a version ahead and say more than we know.</remarks>
internal static class CliJson
{
    /// <summary>The messages of the local API.</summary>
    public static ApiJsonContext Api { get; } = new(Readable(ApiJsonContext.Default.Options));

    /// <summary>The same, each on one line.</summary>
    public static ApiJsonContext Lines { get; } = new(Readable(ApiJsonContext.Default.Options, indented: false));

    /// <summary>What only the command line prints.</summary>
    public static CliJsonContext Cli { get; } = new(Readable(CliJsonContext.Default.Options));

    private static JsonSerializerOptions Readable(JsonSerializerOptions options, bool indented = true) =>
        new(options) { TypeInfoResolver = null, WriteIndented = indented, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };
}
