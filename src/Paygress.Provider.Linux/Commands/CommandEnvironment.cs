using System.Collections;

namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// The environment a program gets: an allow-list. A child inherits everything otherwise, the path of our credentials
/// included, and docker hands variables on to whoever asks for them by name.
/// </summary>
internal static class CommandEnvironment
{
    // PATH and HOME, and what tells the docker client where its daemon and its registry logins are.
    private static readonly string[] Inherited =
    [
        "PATH", "HOME", "DOCKER_HOST", "DOCKER_CONFIG", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH",
    ];

    /// <summary>What of our own environment a program gets.</summary>
    public static IReadOnlyDictionary<string, string> Passed(IDictionary inherited) =>
        Inherited.Where(inherited.Contains).ToDictionary(name => name, name => (string)inherited[name]!, StringComparer.Ordinal); // looked for just now

    /// <summary>
    /// What has to be changed in the inherited environment; <see langword="null"/> removes a variable.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Changes(
        IDictionary inherited,
        IReadOnlyDictionary<string, string> extra)
    {
        var changes = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var name in inherited.Keys.Cast<string>().Except(Inherited, StringComparer.Ordinal))
        {
            changes[name] = null;
        }

        // Texts of tools are read by us and must not be translated.
        changes["LANG"] = "C";
        changes["LC_ALL"] = "C";
        foreach (var (name, value) in extra)
        {
            changes[name] = value;
        }

        return changes;
    }
}
