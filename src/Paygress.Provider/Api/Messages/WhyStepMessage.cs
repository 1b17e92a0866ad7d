namespace Paygress.Provider.Api.Messages;

/// <summary>One step of a lease's story.</summary>
/// <param name="Step">What was done, as <c>container</c> or <c>run</c>.</param>
/// <param name="At">When it began.</param>
/// <param name="Seconds">How long it took, or takes so far.</param>
/// <param name="Outcome"><c>done</c>, <c>failed</c> or <c>under_way</c>.</param>
/// <param name="Detail">What ended it, in plain words; none while it is under way.</param>
internal sealed record WhyStepMessage(string Step, DateTimeOffset At, double Seconds, string Outcome, string? Detail);
