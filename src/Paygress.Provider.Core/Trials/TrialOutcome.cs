namespace Paygress.Provider.Core.Trials;

/// <summary>What came of trying to exceed a limit. Stored as text: members are never renamed.</summary>
public enum TrialOutcome
{
    /// <summary>It could not be exceeded.</summary>
    Held,

    /// <summary>It could: what depends on it is not offered.</summary>
    Broken,

    /// <summary>It was not tried, or the answer was not understood.</summary>
    Unknown,
}
