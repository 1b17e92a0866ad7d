using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Paygress.Provider.Benchmarks.Micro;

/// <summary>What is ours alone, without docker: rules, books, journal entries.</summary>
internal static class MicroRun
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(20);

    /// <summary>False when one could not be measured.</summary>
    /// <param name="arguments">BenchmarkDotNet's own, as <c>--filter *Store*</c>.</param>
    public static bool Run(string[] arguments)
    {
        // In this process: a generated project would not find the repository's package versions.
        var toolchain = new InProcessEmitToolchain(Limit, logOutput: true);
        var config = ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(toolchain));
        var summaries = BenchmarkSwitcher.FromTypes([typeof(StateBenchmarks), typeof(AdmissionBenchmarks), typeof(StoreBenchmarks), typeof(JournalBenchmarks)])
            .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config).ToList();
        return summaries.Count > 0 && summaries.TrueForAll(s => !s.HasCriticalValidationErrors && s.Reports.All(r => r.Success));
    }
}
