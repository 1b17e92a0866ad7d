namespace Paygress.Provider.Core.Compute;

/// <summary>Whether docker answers, as the last sweep saw it; for callers that must not ask docker themselves.</summary>
public sealed class ComputeHealth
{
    private long _silentSinceTicks;
    private volatile bool _hasForgotten;

    /// <summary>Since when docker gives no answer, or none that is of use; none while it does.</summary>
    public DateTimeOffset? SilentSince => Interlocked.Read(ref _silentSinceTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>True while it answers and does not know what it ran.</summary>
    public bool HasForgotten => _hasForgotten;

    /// <summary>Notes a sweep that was begun at this time and got no answer, or one of a docker that has lost what it ran; the first one in a row counts.</summary>
    public void NoteSilence(DateTimeOffset at, bool hasForgotten)
    {
        _hasForgotten = hasForgotten;
        Interlocked.CompareExchange(ref _silentSinceTicks, at.UtcTicks, 0);
    }

    /// <summary>Notes an answer.</summary>
    public void NoteAnswer()
    {
        _hasForgotten = false;
        Interlocked.Exchange(ref _silentSinceTicks, 0);
    }
}
