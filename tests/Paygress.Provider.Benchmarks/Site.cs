namespace Paygress.Provider.Benchmarks;

/// <summary>What the script has set up: an engine, a provider beside it, images and a folder.</summary>
internal sealed record Site(string Docker, string DockerSocket, string ProviderSocket, string ProviderFolder, string Bundle, string Work)
{
    public const string PlainTemplate = "bench";
    public const string VolumeTemplate = "bench-volume";
    public const string StubbornTemplate = "bench-stubborn";

    /// <summary>The image of all rungs: says "ready" and waits.</summary>
    public const string Image = "paygress-bench/ready:1";

    public static Site FromEnvironment() => new(
        Read("BENCH_DOCKER"), Read("BENCH_DOCKER_SOCKET"), Read("BENCH_PROVIDER_SOCKET"), Read("BENCH_PROVIDER_FOLDER"), Read("BENCH_BUNDLE"), Read("BENCH_WORK"));

    private static string Read(string name) =>
        Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set: start this with tests/bench/run");
}
