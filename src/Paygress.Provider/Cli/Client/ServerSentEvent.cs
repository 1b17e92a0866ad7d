namespace Paygress.Provider.Cli.Client;

/// <summary>One block of a stream of server-sent events.</summary>
/// <param name="Id">From where to go on; none when it was not said.</param>
/// <param name="Data">None when it only sets the place or keeps the line alive.</param>
internal sealed record ServerSentEvent(string? Id, string? Data);
