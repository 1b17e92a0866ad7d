using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Linux.Docker;

/// <summary>What it means when an image could not be fetched. Pure.</summary>
internal static class PullErrors
{
    private static readonly string[] NotFound =
    [
        "manifest unknown", "name unknown", "not found: manifest", "repository does not exist", "no matching manifest",
        "repository name not known", "invalid reference format",
    ];

    /// <summary>The result of a pull that docker refused.</summary>
    public static HostResult<string> Read(string standardError)
    {
        if (NotFound.Any(phrase => standardError.Contains(phrase, StringComparison.OrdinalIgnoreCase)))
        {
            return HostResult.Failed<string>(ErrorCodes.ImageNotFound, DockerErrors.Shorten(standardError));
        }

        // "From daemon" means that docker was reached and it is the registry that was not.
        var reached = standardError.Contains("Error response from daemon", StringComparison.Ordinal);
        return !reached && DockerErrors.Read(standardError) == DockerRefusal.Unreachable
            ? HostResult.Unknown<string>(DockerErrors.Shorten(standardError))
            : HostResult.Failed<string>(ErrorCodes.ImagePullFailed, DockerErrors.Shorten(standardError));
    }
}
