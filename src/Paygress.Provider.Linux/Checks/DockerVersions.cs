namespace Paygress.Provider.Linux.Checks;

/// <summary>What <c>docker version</c> tells of client and daemon.</summary>
internal sealed record DockerVersions
{
    public string? Client { get; init; }

    public string? Server { get; init; }

    /// <summary>True when a version is at least this one; none when it is not in the form of docker's own.</summary>
    public static bool? IsAtLeast(string? version, Version least)
    {
        // "20.10.24+dfsg1", "28.2.2-rc.1"
        var length = (version ?? "").TakeWhile(c => char.IsAsciiDigit(c) || c is '.').Count();
        return Version.TryParse(version?[..length], out var parsed) ? parsed >= least : null;
    }
}
