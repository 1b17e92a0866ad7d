using System.Collections.Immutable;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Model;

/// <summary>The model test on a real dockerd: random sequences, as many as fit into a minute or so, and at least one.</summary>
/// <remarks>Without encrypted leases, as the machine that runs this may have no device-mapper.</remarks>
[Collection(DaemonCollection.Name)]
public sealed class NativeModelTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task Sequences_AtRandom_KeepThePromises()
    {
        var random = TestSeed.MakeRandom();
        var start = TimeProvider.System.GetTimestamp();
        var count = 0;
        for (; count == 0 || TimeProvider.System.GetElapsedTime(start) < Budget; count++)
        {
            await CheckAsync(NativeSteps.Next(random));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{count} sequences");
    }

    [Fact]
    public Task ReplayAsync_AllKindsOfSteps_KeepsThePromises() => NativeModelRun.ReplayAsync(
        new NativeStep.Spawn(0, 12), new NativeStep.Spawn(1, 10), new NativeStep.Extend(1, 3), new NativeStep.EngineRestart(), new NativeStep.Spawn(2, 4), new NativeStep.Crash(200),
        new NativeStep.Kill(0), new NativeStep.Restart(0), new NativeStep.Release(1), new NativeStep.Pass(1));

    private static async Task CheckAsync(ImmutableArray<NativeStep> steps)
    {
        try
        {
            await NativeModelRun.ReplayAsync(steps);
        }
#pragma warning disable CA1031 // Whatever goes wrong, it is told how to repeat it.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            Assert.Fail($"await NativeModelRun.ReplayAsync({string.Join(", ", steps)});\n{e.Message}");
        }
    }
}
