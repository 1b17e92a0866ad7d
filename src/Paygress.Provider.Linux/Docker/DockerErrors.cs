using System.Text.RegularExpressions;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The one place that gives a meaning to docker's messages. Pure.</summary>
internal static partial class DockerErrors
{
    // What containerd puts behind a cause.
    private static readonly string[] Endings = ["", ": unknown", ": unavailable"];

    private const string Daemon = "Error response from daemon:";

    // In order: the first that is found wins. Most specific first, since one message often quotes another. Each has a space, which no name of an image has.
    private static readonly (string Text, DockerRefusal Meaning)[] Phrases =
    [
        ("invalid env file", DockerRefusal.BadEnvironmentFile),
        ("invalid utf8 bytes at line", DockerRefusal.BadEnvironmentFile),
        ("poorly formatted environment", DockerRefusal.BadEnvironmentFile),
        ("no variable name on line", DockerRefusal.BadEnvironmentFile),
        ("token too long", DockerRefusal.BadEnvironmentFile),
        ("cannot connect to the docker daemon", DockerRefusal.Unreachable),
        ("failed to connect to the docker api", DockerRefusal.Unreachable),
        ("permission denied while trying to connect", DockerRefusal.Unreachable),
        ("error during connect", DockerRefusal.Unreachable),
        ("connection reset by peer", DockerRefusal.Unreachable),
        ("transport is closing", DockerRefusal.Unreachable),
        ("context deadline exceeded", DockerRefusal.Unreachable),
        ("context canceled", DockerRefusal.Unreachable),
        ("failed to mount local volume", DockerRefusal.NotMounted),
        ("error while mounting volume", DockerRefusal.NotMounted),
        ("no space left on device", DockerRefusal.NoSpace),
        ("port is already allocated", DockerRefusal.PortTaken),
        ("address already in use", DockerRefusal.PortTaken),
        ("no such image", DockerRefusal.NoSuchImage),
        ("is already in use by container", DockerRefusal.NameTaken),
        ("already exists", DockerRefusal.NameTaken),
        ("networks have same bridge name", DockerRefusal.NameTaken),
        ("is not running", DockerRefusal.NotRunning),
        ("is already in progress", DockerRefusal.RemovalInProgress),
        ("volume is in use", DockerRefusal.InUse),
        ("no such container", DockerRefusal.NoSuchObject),
        ("no such volume", DockerRefusal.NoSuchObject),
        ("no such network", DockerRefusal.NoSuchObject),
        ("no such object", DockerRefusal.NoSuchObject),
    ];

    /// <summary>What a message means.</summary>
    public static DockerRefusal Read(string standardError)
    {
        foreach (var (text, meaning) in Phrases)
        {
            if (meaning is DockerRefusal.Unreachable ? IsUnreachable(standardError, text) : standardError.Contains(text, StringComparison.OrdinalIgnoreCase))
            {
                return meaning;
            }
        }

        // "network X not found": the name stands in the middle.
        return standardError.Contains("network ", StringComparison.OrdinalIgnoreCase)
            && standardError.TrimEnd().EndsWith(" not found", StringComparison.OrdinalIgnoreCase)
                ? DockerRefusal.NoSuchObject
                : DockerRefusal.Other;
    }

    /// <summary>The lines of a message about many things that are not one of the harmless kinds.</summary>
    public static IEnumerable<string> LinesExcept(string standardError, params DockerRefusal[] harmless) =>
        Lines(standardError).Where(line => !harmless.Contains(Read(line)));

    /// <summary>The lines of a message about many things that are of one kind.</summary>
    public static IEnumerable<string> LinesOf(string standardError, DockerRefusal kind) => Lines(standardError).Where(line => Read(line) == kind);

    /// <summary>What a caller is told.</summary>
    public static Problem Describe(DockerRefusal refusal, string standardError) => refusal switch
    {
        DockerRefusal.Unreachable => new(ErrorCodes.BackendUnavailable, Shorten(standardError)),
        DockerRefusal.NoSuchImage => new(ErrorCodes.ImageNotFound, Shorten(standardError)),
        DockerRefusal.PortTaken or DockerRefusal.NoSpace => new(ErrorCodes.NoCapacity, Shorten(standardError)),
        DockerRefusal.BadEnvironmentFile => new(ErrorCodes.BackendError, "docker could not read the file with the env"),
        _ => new(ErrorCodes.BackendError, Shorten(standardError)),
    };

    /// <summary>The first line without docker's preamble and control characters, of bounded length.</summary>
    public static string Shorten(string message)
    {
        var line = message.Split('\n').Select(Clean).FirstOrDefault(l => l.Length > 0) ?? "docker gave no reason";
        return Excerpt.Of(line);
    }

    // An engine that answers quotes what a tenant or an image called a file, line ends and all; what cut off the engine itself stands last, before what
    // the client adds, or among what it says about others.
    private static bool IsUnreachable(string standardError, string text)
    {
        var lines = Lines(standardError);
        return lines is [var first, ..] && first.Contains(Daemon, StringComparison.OrdinalIgnoreCase)
            ? lines.Any(EndsUnreachable) && lines.All(line => EndsUnreachable(line) || ClientWords().IsMatch(line))
            : standardError.Contains(text, StringComparison.OrdinalIgnoreCase);
    }

    private static bool EndsUnreachable(string line) => Phrases.Any(p =>
        p.Meaning is DockerRefusal.Unreachable && Endings.Any(ending => line.TrimEnd('.').EndsWith(p.Text + ending, StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"\A((Error: )?failed to start containers: [\w.-]+(, [\w.-]+)*|Error( response from daemon)?: No such [a-z]+: [\w.:/-]+|See 'docker [a-z -]+'\.|Run 'docker [a-z -]+' for more information)\z")]
    private static partial Regex ClientWords();

    private static string[] Lines(string standardError) => standardError.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Clean(string line)
    {
        var text = string.Concat(line.Where(c => !char.IsControl(c))).Trim();
        foreach (var preamble in (string[])["docker: ", Daemon + " ", "Error: "])
        {
            text = text.StartsWith(preamble, StringComparison.Ordinal) ? text[preamble.Length..] : text;
        }

        return text;
    }
}
