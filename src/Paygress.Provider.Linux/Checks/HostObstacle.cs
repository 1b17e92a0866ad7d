namespace Paygress.Provider.Linux.Checks;

/// <summary>What keeps this machine from something, and what an operator does about it.</summary>
internal sealed record HostObstacle(string What, string Fix);
