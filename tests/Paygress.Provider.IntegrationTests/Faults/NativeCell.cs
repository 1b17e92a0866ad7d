using Paygress.Provider.Linux.FailPoints;

namespace Paygress.Provider.IntegrationTests.Faults;

/// <summary>One operation of the real daemon with one fault.</summary>
internal sealed record NativeCell(string Operation, NativePoint Point, FailKind Kind)
{
    public override string ToString() => $"{Operation}: {Point} {Kind}";

    /// <summary>As a line of the results, without what came of it.</summary>
    public string Key => string.Join('\t', "native", Operation, Point.Name, Point.Occurrence, Kind);
}
