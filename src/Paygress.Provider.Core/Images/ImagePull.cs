using System.Collections.Immutable;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Images;

/// <summary>One pull that is under way, and those who wait for it.</summary>
internal sealed class ImagePull : IProgress<string>, IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _abandoned = new();
    private ImmutableArray<IProgress<string>> _listeners = [];
    private string? _last;

    /// <summary>How it ended; set right after it was made.</summary>
    public Task<HostResult<HostImage>> Result { get; set; } = Task.FromResult(HostResult.Unknown<HostImage>("not begun"));

    /// <summary>Cancelled when nobody waits any more, or it was ended.</summary>
    public CancellationToken Abandoned => _abandoned.Token;

    /// <summary>Why it is ended though somebody waits; none where it is not. Told before it is abandoned.</summary>
    public Problem? Ended { get; set; }

    /// <summary>Tells everybody who waits, also those who come later.</summary>
    public void Report(string value)
    {
        ImmutableArray<IProgress<string>> listeners;
        lock (_lock)
        {
            _last = value;
            listeners = _listeners;
        }

        foreach (var listener in listeners)
        {
            listener.Report(value);
        }
    }

    /// <summary>Somebody waits for it too.</summary>
    public void Join(IProgress<string> listener)
    {
        string? last;
        lock (_lock)
        {
            _listeners = _listeners.Add(listener);
            last = _last;
        }

        if (last is not null)
        {
            listener.Report(last);
        }
    }

    /// <summary>Somebody waits no longer; true when that was the last one.</summary>
    public bool Leave(IProgress<string> listener)
    {
        lock (_lock)
        {
            _listeners = _listeners.Remove(listener);
            return _listeners.IsEmpty;
        }
    }

    /// <summary>Ends it, since nobody wants it or nobody may have it.</summary>
    public Task AbandonAsync() => _abandoned.CancelAsync();

    public void Dispose() => _abandoned.Dispose();
}
