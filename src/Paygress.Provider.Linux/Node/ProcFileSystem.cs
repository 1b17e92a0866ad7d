namespace Paygress.Provider.Linux.Node;

/// <summary>Reads the kernel's text files.</summary>
/// <param name="root">Where <c>/proc</c> is; another place in tests.</param>
internal sealed class ProcFileSystem(string root = "/proc")
{
    /// <summary>The whole text of a file; <see langword="null"/> when it is not there or can not be read.</summary>
    public string? TryRead(string relativePath)
    {
        try
        {
            return File.ReadAllText(Path.Join(root, relativePath));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
