using System.Text.RegularExpressions;

namespace Paygress.Provider.Core.Images;

/// <summary>The form of an image's name: registry, path, tag, digest. Nothing that could be read as an option or by a shell.</summary>
public static partial class ImageReference
{
    /// <summary>The longest reference that is taken, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>True when <paramref name="text"/> is a reference in the distribution project's grammar.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && Grammar().IsMatch(text);

    /// <summary>The one name that docker gives to an image that is fetched by <paramref name="reference"/>, as docker writes it; none when fetched by digest.</summary>
    public static string? TagOf(string reference)
    {
        if (reference.Contains('@', StringComparison.Ordinal))
        {
            return null;
        }

        var name = Without("docker.io/", Without("index.docker.io/", reference));
        var official = Without("library/", name);
        name = official.Contains('/', StringComparison.Ordinal) ? name : official;
        return name[(name.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal) ? name : name + ":latest";
    }

    private static string Without(string prefix, string text) => text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : text;

    [GeneratedRegex(
        """
        \A
        (?:(?<host>[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::[0-9]{1,5})?)/)?   # registry
        [a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*                                       # path
        (?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*
        (?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?                                     # tag
        (?:@sha256:[0-9a-f]{64})?                                                   # digest
        \z
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Grammar();
}
