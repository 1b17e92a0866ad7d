using System.Text.RegularExpressions;

namespace Paygress.Provider.Core.Images;

/// <summary>The form of an image's name: registry, path, tag, digest. Nothing that could be read as an option or by a shell.</summary>
public static partial class ImageReference
{
    /// <summary>The longest reference that is taken, in characters.</summary>
    public const int MaxLength = 255;

    /// <summary>True when <paramref name="text"/> is a reference in the distribution project's grammar.</summary>
    public static bool IsValid(string? text) => text is { Length: > 0 and <= MaxLength } && Grammar().IsMatch(text);

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
