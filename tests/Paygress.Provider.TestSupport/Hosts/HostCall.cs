namespace Paygress.Provider.TestSupport.Hosts;

/// <summary>One call that a fake received.</summary>
/// <param name="Verb">The method's name without <c>Async</c>.</param>
/// <param name="Subject">What it was about: a vmid, ids with commas between them, a reference; empty when it is about everything.</param>
public sealed record HostCall(string Verb, string Subject);
