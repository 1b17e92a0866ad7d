using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>What is ours alone, without docker: rules, books, journal entries.</summary>
internal static class MicroRun
{
    // Filling the books with 10 000 leases waits for the disk as often.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <param name="arguments">BenchmarkDotNet's own, as <c>--filter *Store*</c>.</param>
    public static void Run(string[] arguments)
    {
        // In this process: a generated project would not find the repository's package versions.
        var toolchain = new InProcessEmitToolchain(Limit, logOutput: true);
        var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(toolchain));
        BenchmarkSwitcher.FromTypes([typeof(StateBenchmarks), typeof(AdmissionBenchmarks), typeof(StoreBenchmarks), typeof(JournalBenchmarks)])
            .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
    }
}
