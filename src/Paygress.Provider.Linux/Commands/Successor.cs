using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Paygress.Provider.Linux.Commands;

/// <summary>Another program that goes on in place of this process, with its terminal, its environment and its exit code.</summary>
public static class Successor
{
    /// <summary>Returns only when it can't be run, with the reason.</summary>
    /// <param name="program">A name to look up in <c>PATH</c>, or a path.</param>
    /// <param name="environment">Variables on top of this process's own. Never a secret.</param>
    public static string Become(string program, ImmutableArray<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var (path, reason) = ProgramPath.Find(program, Environment.GetEnvironmentVariable("PATH"));
        if (path is null)
        {
            return reason is NotStartedReason.NotExecutable ? "it is not executable" : "it is not installed";
        }

        // .NET ignores it for itself, and an ignored signal stays so over execve: the successor must end when nobody reads it.
        Libc.Signal(Libc.SigPipe, Libc.DefaultAction);
        Libc.Execve(path, [program, .. arguments, null], [.. Merge(environment), null]);
        return Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
    }

    private static IEnumerable<string> Merge(IReadOnlyDictionary<string, string> extra) =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Select(e => (Name: (string)e.Key, Value: e.Value as string ?? ""))
            .Where(e => !extra.ContainsKey(e.Name))
            .Concat(extra.Select(e => (Name: e.Key, e.Value)))
            .Select(e => $"{e.Name}={e.Value}");
}
