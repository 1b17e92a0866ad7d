using System.Collections.Immutable;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The commands of the provider that this one comes from, as words after <c>docker</c>.</summary>
internal static class OriginalSpec
{
    /// <summary>What it asks before each spawn: which ids are taken.</summary>
    public static ImmutableArray<string> List { get; } = ["ps", "-a", "--format", "{{.Names}}", "--filter", "name=paygress-"];

    /// <param name="name">Of the container, and of its volume.</param>
    public static ImmutableArray<string> Run(string name, string image, bool hasVolume)
    {
        ImmutableArray<string> volume = hasVolume ? ["-v", $"{name}:/data"] : [];
        return ["run", "-d", "--name", name, "--restart", "unless-stopped", "--cpus", "1", "--memory", "64m", .. volume, image];
    }
}
