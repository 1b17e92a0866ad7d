namespace Paygress.Provider.Api.Messages;

/// <summary>How one of the daemon's loops fares.</summary>
/// <param name="LastTurnAt">When it last made progress.</param>
internal sealed record LoopMessage(string Name, bool Healthy, DateTimeOffset? LastTurnAt, string? LastError);
