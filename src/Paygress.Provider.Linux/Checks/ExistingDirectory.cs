namespace Paygress.Provider.Linux.Checks;

/// <summary>What there is of a directory that may still have to be made.</summary>
internal static class ExistingDirectory
{
    /// <summary>The path itself, else the nearest one above it that exists.</summary>
    public static string Above(string path)
    {
        while (!Directory.Exists(path) && Path.GetDirectoryName(path) is { } above)
        {
            path = above;
        }

        return path;
    }
}
