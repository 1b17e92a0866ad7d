namespace Paygress.Provider.UnitTests.Faults;

/// <summary>What came of one operation with one fault.</summary>
/// <param name="Fault">What was not as it must be; none when all was.</param>
internal sealed record FaultCell(string Operation, FaultPoint Point, FaultKind Kind, string? Fault)
{
    private const string ResultsVariable = "PAYGRESS_MATRIX_RESULTS";

    /// <summary>Keeps the cells of one operation in the folder that the variable names, for the page about all of them; none when it is not set.</summary>
    public static async Task KeepAsync(string operation, IEnumerable<FaultCell> cells, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(ResultsVariable) is { Length: > 0 } folder)
        {
            await File.WriteAllLinesAsync(Path.Combine(folder, $"in-process-{operation.Replace(' ', '-')}.tsv"), cells.Select(c => c.ToLine()), cancellationToken);
        }
    }

    private string ToLine() => string.Join('\t', "in-process", Operation, Point.Name, Point.Occurrence, Kind, Fault is null ? "ok" : "red", Fault);
}
