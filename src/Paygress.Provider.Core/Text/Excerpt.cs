namespace Paygress.Provider.Core.Text;

/// <summary>A long message as far as a log line and an answer have room for it.</summary>
public static class Excerpt
{
    /// <summary>The most characters that are given.</summary>
    public const int MaxLength = 300;

    private const string Gap = " … ";
    private const int Head = 160;
    private const int Tail = MaxLength - Head - 3;

    /// <summary>Both ends of a line: programs say first what they did, and last why it failed.</summary>
    public static string Of(string line) =>
        line.Length <= MaxLength ? line : string.Concat(line.AsSpan(0, Head), Gap, line.AsSpan(line.Length - Tail));
}
