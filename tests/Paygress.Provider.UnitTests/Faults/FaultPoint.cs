namespace Paygress.Provider.UnitTests.Faults;

/// <summary>One call over the border between the rules and the world: which one, and the how many-th of that name.</summary>
internal sealed record FaultPoint(string Name, int Occurrence, bool MayBeSilent)
{
    /// <summary>What can go wrong here. Files and books have no deadline: they answer or fail.</summary>
    public IEnumerable<FaultKind> Kinds => MayBeSilent
        ? Enum.GetValues<FaultKind>()
        : [FaultKind.CrashBefore, FaultKind.CrashAfter, FaultKind.Error, FaultKind.LostReply];

    public override string ToString() => $"{Name} #{Occurrence}";
}
