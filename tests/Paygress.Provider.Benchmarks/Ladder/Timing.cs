namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>From the moment in which somebody asked for a container.</summary>
/// <param name="Running">Until the engine says that it runs.</param>
/// <param name="FirstByte">Until the engine got the first line from inside.</param>
internal sealed record Timing(TimeSpan Running, TimeSpan FirstByte);
