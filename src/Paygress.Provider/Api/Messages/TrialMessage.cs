namespace Paygress.Provider.Api.Messages;

/// <summary>What a trial on this host has shown.</summary>
/// <param name="At">When it ended.</param>
/// <param name="Build">The provider that made it.</param>
/// <param name="Lines">A line for each limit.</param>
internal sealed record TrialMessage(DateTimeOffset At, string Build, IReadOnlyList<TrialLineMessage> Lines);
