namespace Paygress.Provider.Linux.Commands;

/// <summary>
/// Finds the file behind a program's name, in <c>PATH</c> alone. Left to itself .NET would look next to our executable
/// and in the current directory first.
/// </summary>
internal static class ProgramPath
{
    private const string DefaultSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>The full path of <paramref name="program"/>, or why there is none.</summary>
    public static (string? Path, NotStartedReason Reason) Find(string program, string? searchPath)
    {
        if (program.Contains('/', StringComparison.Ordinal))
        {
            return Check(Path.GetFullPath(program, "/"));
        }

        var reason = NotStartedReason.NotFound;
        var directories = string.IsNullOrEmpty(searchPath) ? DefaultSearchPath : searchPath;
        foreach (var directory in directories.Split(':').Where(d => d.StartsWith('/')))
        {
            var found = Check(Path.Join(directory, program));
            if (found.Path is not null)
            {
                return found;
            }

            reason = found.Reason == NotStartedReason.NotExecutable ? found.Reason : reason;
        }

        return (null, reason);
    }

    private static (string? Path, NotStartedReason Reason) Check(string path)
    {
        if (!File.Exists(path))
        {
            return (null, Directory.Exists(path) ? NotStartedReason.NotExecutable : NotStartedReason.NotFound);
        }

        return Libc.Access(path, Libc.MayExecute) == 0 ? (path, default) : (null, NotStartedReason.NotExecutable);
    }
}
