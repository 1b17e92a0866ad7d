namespace Paygress.Provider.Heartbeats;

/// <summary>What a trial of this host's limits has shown.</summary>
/// <param name="At">Unix seconds.</param>
/// <param name="Held">How many hold.</param>
/// <param name="Broken">Those that do not; what depends on them is not offered.</param>
/// <param name="Unknown">Those that could not be tried.</param>
internal sealed record HeartbeatTrialMessage(long At, int Held, IReadOnlyList<string> Broken, IReadOnlyList<string> Unknown);
