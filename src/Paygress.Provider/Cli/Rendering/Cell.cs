using Spectre.Console;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>One cell of a <see cref="FittingTable"/>.</summary>
/// <param name="Short">A shorter form for narrow screens.</param>
internal sealed record Cell(string Text, Style? Style = null, string? Short = null)
{
    public static implicit operator Cell(string text) => new(text);

    /// <summary>The text, or its shorter form, safe to show.</summary>
    public string Show(bool isShort) => Printable.Line(isShort ? Short ?? Text : Text);
}
