namespace Paygress.Provider.Api.Messages;

/// <summary>One limit, and what came of trying to exceed it.</summary>
/// <param name="Limit">What it is called.</param>
/// <param name="Outcome">held, broken or unknown.</param>
/// <param name="Said">What was seen.</param>
internal sealed record TrialLineMessage(string Limit, string Outcome, string Said);
