using Paygress.Provider.Cli.Parsing;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Puts together the env of a request: what the command line says, and what a file says.</summary>
internal static class EnvInput
{
    /// <summary>Runs <paramref name="use"/> with all variables; says what is wrong with the file otherwise.</summary>
    /// <param name="path">The file; none where none was named.</param>
    /// <param name="given">By the command line; none where it names none.</param>
    public static async Task<int> UseAsync(
        ClientCall call, string? path, Dictionary<string, string>? given, Func<Dictionary<string, string>?, Task<int>> use, CancellationToken cancellationToken)
    {
        if (path is null)
        {
            return await use(given);
        }

        // The read of a terminal or a pipe can't be called off: whoever interrupts it leaves it behind.
        var (env, error) = await Task.Run(() => Read(call, path), CancellationToken.None).WaitAsync(cancellationToken);
        foreach (var (name, value) in given ?? [])
        {
            error ??= env.TryAdd(name, value) ? null : $"{name} is given by --env and by --env-file";
        }

        if (error is null)
        {
            return await use(env);
        }

        call.Note($"error: {Printable.Line(error)}");
        return ExitCode.Usage;
    }

    private static (Dictionary<string, string> Env, string? Error) Read(ClientCall call, string path)
    {
        using var input = path == "-" ? call.Terminal.OpenInput() : Stream.Null;
        return EnvFile.Read(path, input);
    }
}
