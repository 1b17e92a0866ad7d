namespace Paygress.Provider.Core.Compute;

/// <summary>Whether docker answers, as the last sweep saw it; for who must not ask docker himself.</summary>
public sealed class ComputeHealth
{
    private long _silentSinceTicks;

    /// <summary>Since when docker gives no answer; none while it does.</summary>
    public DateTimeOffset? SilentSince => Interlocked.Read(ref _silentSinceTicks) is var ticks and not 0 ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Notes a sweep that was begun at this time and got no answer; the first one in a row counts.</summary>
    public void NoteSilence(DateTimeOffset at) => Interlocked.CompareExchange(ref _silentSinceTicks, at.UtcTicks, 0);

    /// <summary>Notes an answer.</summary>
    public void NoteAnswer() => Interlocked.Exchange(ref _silentSinceTicks, 0);
}
