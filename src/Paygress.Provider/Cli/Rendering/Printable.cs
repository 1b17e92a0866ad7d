namespace Paygress.Provider.Cli.Rendering;

/// <summary>Makes text from elsewhere safe to show: a docker message or an image name must not steer the terminal.</summary>
internal static class Printable
{
    /// <summary>One line without control characters.</summary>
    public static string Line(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim() : text;

    /// <summary>At most <paramref name="width"/> characters; what is cut shows as an ellipsis.</summary>
    public static string Fit(string text, int width) => text.Length <= width ? text : width < 2 ? text[..width] : $"{text[..(width - 1)]}…";
}
