namespace Paygress.Provider.TestSupport.Golden;

/// <summary>The files of the repository that the tests were built in.</summary>
public static class Repository
{
    private const string Solution = "Paygress.Provider.sln";

    public static readonly string Root = FindRoot();

    /// <param name="relative">To the root.</param>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    public static string[] Lines(string relative) => File.ReadAllLines(PathOf(relative));

    /// <summary>The C# files below a folder, as paths relative to the root.</summary>
    public static IEnumerable<string> SourceFiles(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

    /// <summary>Every page of documentation, relative to the root.</summary>
    public static IEnumerable<string> Pages() =>
        new[] { "docs", "src", "tests" }
            .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Root, "*.md"))
            .Select(file => Path.GetRelativePath(Root, file))
            .Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, Solution)))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
