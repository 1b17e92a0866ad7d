using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>The words that an operator gives for a release: they go to the books and to the journal.</summary>
internal static class ReleaseReason
{
    private const int MaxLength = 200;

    public static Problem? FindFault(string? reason) =>
        reason is null || (reason.Length <= MaxLength && !reason.Any(char.IsControl))
            ? null
            : new Problem(ErrorCodes.InvalidRequest, $"must be at most {MaxLength} characters on one line", "reason");
}
