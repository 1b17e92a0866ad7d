namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>One way to a running container.</summary>
internal interface IRung
{
    string Name { get; }

    /// <summary>Starts a container, measures, and takes it away again, which is not measured.</summary>
    /// <param name="round">For names that are not taken.</param>
    Task<Timing> RunAsync(int round);
}
