using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Checks;

/// <summary>One line of a pre-flight check.</summary>
/// <param name="Group">What it belongs to, for a reader.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do about it; none when nothing is to be done.</param>
/// <param name="Blocks">What can't be offered because of it, where only this check knows.</param>
public sealed record CheckLine(string Group, string Name, CheckOutcome Outcome, string Detail, string? Fix = null, HostCapability? Blocks = null);
