using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>
/// Every effect of the real daemon on the host goes wrong in every way; afterwards books and host agree, and nothing is left. A run takes a seeded few
/// of the cells, <c>PAYGRESS_MATRIX=all</c> takes all of them (about half an hour).
/// </summary>
/// <remarks>There is no device-mapper beside the tests: encrypted volumes go wrong in the provider host, scenario <c>faults</c>.</remarks>
[Collection(DaemonCollection.Name)]
public sealed class NativeMatrixTests
{
    private const int Few = 5;

    // Only told by tests of their own, since no operation of a healthy host has them.
    private static readonly string[] Elsewhere =
    [
        nameof(HostEffect.KillProcess), nameof(HostEffect.SetStoreAside), nameof(HostEffect.CopyStore), nameof(HostEffect.RemoveLeftover), nameof(HostEffect.RemoveSocket),
        nameof(HostEffect.KeepLeaseFile), nameof(HostEffect.WriteNetworkState), nameof(HostEffect.WriteTrial),
    ];

    private static readonly bool IsWhole = Environment.GetEnvironmentVariable("PAYGRESS_MATRIX") == "all";

    public static TheoryData<string> Operations => [.. NativeOperation.All.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_AnyEffectGoesWrong_BooksAndHostAgreeAgain(string name)
    {
        var operation = NativeOperation.All.Single(o => o.Name == name);
        var results = new MatrixResults(name);
        var (cells, red) = (0, new List<string>());
        var run = new NativeRun(operation);
        try
        {
            await run.BeginAsync();
            var points = NativePoint.Effects(await run.RunAsync(cell: null), operation.IsStart).ToArray();
            foreach (var cell in Choose([.. points.SelectMany(p => p.Kinds.Select(k => new NativeCell(name, p, k)))]).Where(c => !results.IsGreen(c)))
            {
                cells++;
                if (await TryAsync(run, cell) is { } fault)
                {
                    results.Keep(cell, fault);
                    red.Add($"{cell}: {fault}");
                    await run.DisposeAsync();
                    run = new NativeRun(operation);
                    await run.BeginAsync();
                }
                else
                {
                    results.Keep(cell, fault: null);
                }
            }
        }
        finally
        {
            await run.DisposeAsync();
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cells} cells");
        red.ShouldBeEmpty($"of {cells} cells");
    }

    [Fact]
    public async Task Effects_OnFiles_AreAllReached()
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in NativeOperation.All)
        {
            await using var run = new NativeRun(operation);
            await run.BeginAsync();
            reached.UnionWith(await run.RunAsync(cell: null));
        }

        // No client of docker's starts a container: the engine itself does, and goes wrong all the same.
        reached.ShouldContain("docker start");
        Enum.GetNames<HostEffect>().Except(reached).ShouldBe(Elsewhere, ignoreOrder: true);
    }

    private static IEnumerable<NativeCell> Choose(NativeCell[] all)
    {
        if (IsWhole)
        {
            return all;
        }

        var seed = int.TryParse(Environment.GetEnvironmentVariable("PAYGRESS_MATRIX_SEED"), out var given) ? given : Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {Few} of {all.Length} cells");
        new Random(seed).Shuffle(all);
        return all.Take(Few);
    }

    private static async Task<string?> TryAsync(NativeRun run, NativeCell cell)
    {
        try
        {
            await run.RunAsync(cell);
            return null;
        }
#pragma warning disable CA1031 // All red cells are told, not the first one only.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return e.Message.ReplaceLineEndings(" ").Replace('\t', ' ');
        }
    }
}
