using System.Collections.Immutable;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.TestSupport.Commands;

/// <summary>Specs that start the test program, which behaves as badly as it is told to.</summary>
internal static class TestProgram
{
    private const string Name = "Paygress.Provider.TestProgram";

    /// <summary>Its file: built next to the tests, in the folder of the same configuration.</summary>
    public static string FilePath { get; } = Find();

    // The program needs the runtime, and a runtime that is not at the usual place is found by a variable only.
    private static ImmutableDictionary<string, string> Environment { get; } =
        ImmutableDictionary<string, string>.Empty.Add("DOTNET_ROOT", RuntimeRoot());

    /// <summary>A short command.</summary>
    public static CommandSpec Command(TimeSpan timeout, params string[] arguments) =>
        new() { Program = FilePath, Arguments = [.. arguments], Timeout = timeout, ExtraEnvironment = Environment };

    /// <summary>A long-lived command.</summary>
    public static StreamSpec Stream(TimeSpan idleLimit, params string[] arguments) =>
        new() { Program = FilePath, Arguments = [.. arguments], IdleLimit = idleLimit, ExtraEnvironment = Environment };

    private static string Find()
    {
        var ours = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Join(ours.Parent!.Parent!.FullName, Name, ours.Name, Name);
    }

    // <root>/shared/Microsoft.NETCore.App/<version>/
    private static string RuntimeRoot() =>
        Path.GetFullPath("../../..", Path.GetDirectoryName(typeof(object).Assembly.Location)!);
}
