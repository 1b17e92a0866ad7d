namespace Paygress.Provider.Linux.Network;

/// <summary>What the network guard tells everybody who starts containers.</summary>
/// <param name="Bridge">Whose rules it looks after.</param>
/// <param name="SinceBootSeconds">When it looked, in seconds since the machine started.</param>
/// <param name="Faults">What is not in place; none when all is.</param>
/// <param name="Rules">What it enforces (<see cref="GuardedRules"/>); none where an earlier version wrote it.</param>
internal sealed record StoredNetworkState(string Bridge, double SinceBootSeconds, int Pid, List<string> Faults, string? Rules = null);
