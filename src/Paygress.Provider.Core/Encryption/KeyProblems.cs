using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Encryption;

/// <summary>What is said about keys that are not here.</summary>
public static class KeyProblems
{
    /// <summary>The key of a request went with the process that had taken it.</summary>
    public static readonly Problem Lost = new(
        ErrorCodes.VolumeKeyLost,
        "the provider was restarted before the volume was made and does not have its key any more; ask again with a new request_id");
}
