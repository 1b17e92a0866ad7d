using System.Globalization;

namespace Paygress.Provider.Benchmarks;

/// <summary>What the script has set up: an engine, a provider beside it, images and a folder.</summary>
/// <param name="GuardPid">The process that guards the network, as the package has it.</param>
/// <param name="Memory">A folder in memory.</param>
internal sealed record Site(string Docker, string DockerSocket, string ProviderSocket, string ProviderFolder, int GuardPid, string Bundle, string Work, string Memory)
{
    public const string PlainTemplate = "bench";
    public const string VolumeTemplate = "bench-volume";
    public const string StubbornTemplate = "bench-stubborn";

    /// <summary>The image of all rungs: says "ready" and waits.</summary>
    public const string Image = "paygress-bench/ready:1";

    /// <summary>The same, and deaf to a polite end.</summary>
    public const string StubbornImage = "paygress-bench/stubborn:1";

    public static Site FromEnvironment() => new(
        Read("BENCH_DOCKER"), Read("BENCH_DOCKER_SOCKET"), Read("BENCH_PROVIDER_SOCKET"), Read("BENCH_PROVIDER_FOLDER"), int.Parse(Read("BENCH_GUARD_PID"), CultureInfo.InvariantCulture), Read("BENCH_BUNDLE"), Read("BENCH_WORK"), Read("BENCH_MEMORY"));

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: start this with tests/bench/run");
}
