namespace Paygress.Provider.Api.Messages;

/// <summary>How one of the daemon's loops fares.</summary>
/// <param name="Name">The loop.</param>
/// <param name="Healthy">True while it makes its turns and the last one went well.</param>
/// <param name="LastTurnAt">When it last made progress.</param>
/// <param name="LastError">What went wrong in its last turn; none when it went well.</param>
internal sealed record LoopMessage(string Name, bool Healthy, DateTimeOffset? LastTurnAt, string? LastError);
