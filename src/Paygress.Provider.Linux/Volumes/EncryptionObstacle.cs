namespace Paygress.Provider.Linux.Volumes;

/// <summary>What keeps this machine from making encrypted volumes, and what an operator does about it.</summary>
internal sealed record EncryptionObstacle(string What, string Fix);
