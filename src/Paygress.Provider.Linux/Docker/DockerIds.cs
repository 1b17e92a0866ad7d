namespace Paygress.Provider.Linux.Docker;

/// <summary>The form of docker's ids. A short id or a name could stand for something else a moment later.</summary>
internal static class DockerIds
{
    private const int Digits = 64;
    private const string Algorithm = "sha256:";

    /// <summary>True for a container's full id: 64 hex digits.</summary>
    public static bool IsFull(string? id) => id is { Length: Digits } && id.All(char.IsAsciiHexDigitLower);

    /// <summary>The id, where it is a full one.</summary>
    /// <exception cref="ArgumentException">It is not.</exception>
    public static string Full(string id) => IsFull(id) ? id : throw new ArgumentException("a container is named by its full id", nameof(id));

    /// <summary>True for an image's full id: <c>sha256:</c> and 64 hex digits.</summary>
    public static bool IsImage(string? id) => id?.StartsWith(Algorithm, StringComparison.Ordinal) == true && IsFull(id[Algorithm.Length..]);
}
