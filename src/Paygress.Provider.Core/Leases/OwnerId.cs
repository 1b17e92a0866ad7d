namespace Paygress.Provider.Core.Leases;

/// <summary>An opaque claim of whose lease it is; a transport proves it, the local API only carries it.</summary>
public readonly record struct OwnerId
{
    /// <summary>The longest owner that is taken, in characters.</summary>
    public const int MaxLength = 128;

    /// <summary>The owner when none is given.</summary>
    public static readonly OwnerId Local = new("local");

    private OwnerId(string value) => Value = value;

    public string Value { get; }

    /// <summary>Takes printable ASCII without blanks, which fits a label, a journal field and a table cell.</summary>
    public static bool TryParse(string? text, out OwnerId owner)
    {
        owner = new OwnerId(text ?? "");
        return text is { Length: > 0 and <= MaxLength } && text.All(c => c is > ' ' and < '\x7f');
    }

    public override string ToString() => Value;
}
