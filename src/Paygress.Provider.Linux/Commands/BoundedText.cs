namespace Paygress.Provider.Linux.Commands;

/// <summary>The first part of what a program wrote, and whether that is all.</summary>
/// <param name="Text">UTF-8 as text; what is not UTF-8 became U+FFFD.</param>
/// <param name="IsTruncated">There was more than is kept, or there may have been more.</param>
internal readonly record struct BoundedText(string Text, bool IsTruncated)
{
    /// <summary>Nothing, completely.</summary>
    public static readonly BoundedText Empty = new(string.Empty, IsTruncated: false);

    /// <summary>The text.</summary>
    public override string ToString() => Text;
}
