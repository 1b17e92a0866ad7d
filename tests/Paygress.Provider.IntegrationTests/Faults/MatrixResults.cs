namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>What came of the cells, a line each, in the folder that <c>PAYGRESS_MATRIX_RESULTS</c> names. A cell that is green there is not tried again.</summary>
internal sealed class MatrixResults
{
    private readonly string? _file;
    private readonly HashSet<string> _green = new(StringComparer.Ordinal);

    public MatrixResults(string operation)
    {
        if (Environment.GetEnvironmentVariable("PAYGRESS_MATRIX_RESULTS") is { Length: > 0 } folder)
        {
            _file = Path.Combine(folder, $"native-{operation}.tsv");
            var lines = File.Exists(_file) ? File.ReadAllLines(_file) : [];
            _green.UnionWith(lines.Where(l => l.Contains("\tok\t", StringComparison.Ordinal)).Select(l => l[..l.IndexOf("\tok\t", StringComparison.Ordinal)]));
        }
    }

    public bool IsGreen(NativeCell cell) => _green.Contains(cell.Key);

    public void Keep(NativeCell cell, string? fault)
    {
        if (_file is not null)
        {
            File.AppendAllText(_file, $"{cell.Key}\t{(fault is null ? "ok" : "red")}\t{fault}\n");
        }
    }
}
