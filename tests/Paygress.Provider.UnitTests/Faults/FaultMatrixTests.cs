namespace Paygress.Provider.UnitTests.Faults;

/// <summary>Every call over a port, in every operation, goes wrong in every way; afterwards books and host agree, and nothing is left.</summary>
public sealed class FaultMatrixTests
{
    private const int Tries = 20;

    public static TheoryData<string> Operations => [.. Operation.All.Select(o => o.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Operation_AnyCallGoesWrong_BooksAndHostAgreeAgain(string name)
    {
        var operation = Operation.All.Single(o => o.Name == name);
        var points = await new FaultRun(operation).RunAsync(fault: null);
        var cells = new List<FaultCell>();
        foreach (var (point, kind) in points.SelectMany(p => p.Kinds.Select(k => (p, k))))
        {
            cells.Add(new FaultCell(operation.Name, point, kind, await TryAsync(operation, point, kind)));
        }

        await FaultCell.KeepAsync(name, cells, World.Token);
        cells.ShouldNotBeEmpty();
        cells.Where(c => c.Fault is not null).ShouldBeEmpty($"of {cells.Count} cells");
    }

    private static async Task<string?> TryAsync(Operation operation, FaultPoint point, FaultKind kind)
    {
        try
        {
            for (var i = 0; i < Tries; i++)
            {
                var run = new FaultRun(operation);
                await run.RunAsync((point, kind));
                if (run.HasFired)
                {
                    return null;
                }
            }

            return "the fault never took place";
        }
#pragma warning disable CA1031 // All red cells are told, not the first one only.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return e.Message.ReplaceLineEndings(" ").Replace('\t', ' ');
        }
    }
}
