namespace Paygress.Provider.Core.Spawning;

/// <summary>Says where a data volume may be mounted in a container.</summary>
public static class DataPathRule
{
    private const int MaxLength = 255;

    private static readonly string[] Kept = ["/proc", "/sys", "/dev"];

    /// <summary>True for an absolute, plain path; commas and quotes would end the path in docker's mount option.</summary>
    public static bool IsValid(string path) =>
        path.Length is > 1 and <= MaxLength
        && path[0] == '/'
        && path.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '.' or '-' or '_' or '+' or '@')
        && path[1..].Split('/').All(part => part is not ("" or "." or ".."))
        && !Kept.Any(kept => path == kept || path.StartsWith(kept + "/", StringComparison.Ordinal));
}
