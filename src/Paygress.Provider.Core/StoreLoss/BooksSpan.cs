namespace Paygress.Provider.Core.StoreLoss;

/// <summary>Which time the books may miss: what happened in it is known only if they are not an older copy.</summary>
/// <param name="KnownUntil">When their last entry was made, as they were opened; none when there was none.</param>
/// <param name="OpenedAt">Since when this provider keeps them.</param>
public sealed record BooksSpan(DateTimeOffset? KnownUntil, DateTimeOffset OpenedAt)
{
    /// <summary>True for a moment after the last entry and before this provider.</summary>
    public bool Misses(DateTimeOffset moment) => moment < OpenedAt && (KnownUntil is null || moment > KnownUntil);
}
