using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Leases;

namespace Paygress.Provider.Cli.Parsing;

/// <summary>A lease as a person names it: its vmid, its id, or the end of its id that tables show.</summary>
internal sealed record LeaseReference
{
    /// <summary>The end of an id is random, its beginning is the time and much alike; twelve digits are never taken for a vmid.</summary>
    public const int ShortLength = 12;

    private LeaseReference(string text, bool isShort) => (Text, IsShort) = (text, isShort);

    public string Text { get; }

    public bool IsShort { get; }

    /// <summary>By its id, which never goes to another lease.</summary>
    public static LeaseReference Of(LeaseMessage lease) => new(lease.LeaseId, isShort: false);

    /// <summary>The form of an id that tables show.</summary>
    public static string Shorten(string leaseId) => leaseId.Length > ShortLength ? leaseId[^ShortLength..] : leaseId;

    public static LeaseReference? TryParse(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Vmid.TryParse(text, out _) || LeaseId.TryParse(lower, out _))
        {
            return new LeaseReference(lower, isShort: false);
        }

        return lower.Length == ShortLength && lower.All(char.IsAsciiHexDigitLower) ? new LeaseReference(lower, isShort: true) : null;
    }

    public bool Matches(string leaseId) => leaseId.EndsWith(Text, StringComparison.Ordinal);

    public override string ToString() => Text;
}
