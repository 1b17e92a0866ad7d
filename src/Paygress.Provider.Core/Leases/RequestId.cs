namespace Paygress.Provider.Core.Leases;

/// <summary>Makes a request idempotent: the same id given twice means the same request.</summary>
/// <remarks>It names a file, so it starts with a letter or digit and holds nothing but letters, digits, dot, dash and underscore.</remarks>
public readonly record struct RequestId
{
    /// <summary>The longest id that is taken, in characters.</summary>
    public const int MaxLength = 64;

    private RequestId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Makes an id for a caller who gave none.</summary>
    public static RequestId New(DateTimeOffset now) => new(Guid.CreateVersion7(now).ToString("N"));

    public static bool TryParse(string? text, out RequestId id)
    {
        id = new RequestId(text ?? "");
        return text is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterOrDigit(text[0]) && text.All(IsAllowed);
    }

    public override string ToString() => Value;

    private static bool IsAllowed(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_';
}
