namespace Paygress.Provider.Core.Leases;

/// <summary>Names one lease, unique for ever (UUIDv7); written as 32 hex digits.</summary>
public readonly record struct LeaseId(Guid Value)
{
    /// <summary>Makes a new id that sorts by <paramref name="now"/>.</summary>
    public static LeaseId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads the 32 hex digits; anything else is not a lease id.</summary>
    public static bool TryParse(string? text, out LeaseId id)
    {
        // The length is checked because Guid overlooks blanks around the digits.
        id = new LeaseId(Guid.TryParseExact(text, "N", out var value) && text.Length == 32 ? value : Guid.Empty);
        return id.Value != Guid.Empty;
    }

    public override string ToString() => Value.ToString("N");
}
