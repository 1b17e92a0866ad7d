namespace Paygress.Provider.Core.Diagnostics;

/// <summary>
/// The one list of event numbers. An operator's filters and the journal's MESSAGE_ID are built from them:
/// never reuse, renumber or repurpose one. A retired number stays here, with a comment.
/// </summary>
public static class EventIds
{
    // 2000: commands
    public const int CommandFinished = 2000;
    public const int CommandTimedOut = 2001;
    public const int CommandNotStarted = 2002;
}
