namespace Paygress.Provider.Core.Stories;

/// <summary>One step of a lease's story.</summary>
/// <param name="Name">What was done, as <c>container</c> or <c>run</c>.</param>
/// <param name="To">When it ended; none while it goes on.</param>
/// <param name="Ending">What ended it, in plain words; none while it goes on.</param>
public sealed record StoryStep(string Name, DateTimeOffset From, DateTimeOffset? To, StoryOutcome Outcome, string? Ending);
