using System.Diagnostics.CodeAnalysis;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Core.Images;

/// <summary>Sees to it that an image is fetched once for all who wait for it, and only so many images at a time.</summary>
/// <param name="maxPulls">How many at a time.</param>
/// <param name="pullAsync">Fetches one image; has a deadline of its own.</param>
public sealed class ImagePulls(int maxPulls, Func<string, IProgress<string>, CancellationToken, Task<HostResult<HostImage>>> pullAsync)
    : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _turns = new(maxPulls);
    private readonly Dictionary<string, ImagePull> _pulls = new(StringComparer.Ordinal);
    private Problem? _closed;

    /// <summary>Fetches an image, or waits for whoever does. Whoever cancels leaves the others undisturbed; with the last one the pull ends.</summary>
    public async Task<HostResult<HostImage>> PullAsync(string reference, IProgress<string> progress, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!TryJoin(reference, progress, out var pull, out var closed))
        {
            return new HostResult<HostImage>.Failed(closed);
        }

        try
        {
            return await pull.Result.WaitAsync(cancellationToken);
        }
        finally
        {
            await LeaveAsync(reference, pull, progress);
        }
    }

    /// <summary>True while an image is fetched, or waits for its turn.</summary>
    public bool IsAny
    {
        get
        {
            lock (_lock)
            {
                return _pulls.Count > 0;
            }
        }
    }

    /// <summary>Ends all, and lets none begin before <see cref="Open"/>. False when there was none.</summary>
    public Task<bool> CloseAsync(Problem problem)
    {
        lock (_lock)
        {
            _closed = problem;
        }

        return EndAllAsync(problem);
    }

    /// <summary>Lets images be fetched again.</summary>
    public void Open()
    {
        lock (_lock)
        {
            _closed = null;
        }
    }

    /// <summary>Ends all, those that wait for their turn too: whoever waits for one gets <paramref name="problem"/>. False when there is none.</summary>
    public async Task<bool> EndAllAsync(Problem problem)
    {
        Task[] ended;
        lock (_lock)
        {
            // All are told before one is ended: else another takes the turn that it gives back.
            foreach (var pull in _pulls.Values)
            {
                pull.Ended ??= problem;
            }

            // Whose last waiter leaves is taken off the list before it is disposed of.
            ended = [.. _pulls.Values.Select(p => p.AbandonAsync())];
        }

        await Task.WhenAll(ended);
        return ended.Length > 0;
    }

    public void Dispose() => _turns.Dispose();

    private bool TryJoin(string reference, IProgress<string> progress, [NotNullWhen(true)] out ImagePull? pull, [NotNullWhen(false)] out Problem? closed)
    {
        lock (_lock)
        {
            (pull, closed) = (null, _closed);
            if (closed is not null)
            {
                return false;
            }

            if (_pulls.TryGetValue(reference, out pull))
            {
                pull.Join(progress);
                return true;
            }

            _pulls[reference] = pull = new ImagePull();
            pull.Join(progress);
            pull.Result = RunAsync(reference, pull);
            return true;
        }
    }

    private async Task LeaveAsync(string reference, ImagePull pull, IProgress<string> progress)
    {
        lock (_lock)
        {
            if (!pull.Leave(progress))
            {
                return;
            }

            // From here on nobody can join this one: a later caller begins anew.
            _pulls.Remove(reference);
        }

        await pull.AbandonAsync();
        await ((Task)pull.Result).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pull.Dispose();
    }

    private async Task<HostResult<HostImage>> RunAsync(string reference, ImagePull pull)
    {
        // Off the caller's thread at once: it holds the lock.
        await Task.Yield();
        try
        {
            return await TakeTurnAsync(reference, pull);
        }
        catch (OperationCanceledException) when (pull.Ended is { } problem)
        {
            return new HostResult<HostImage>.Failed(problem);
        }
    }

    private async Task<HostResult<HostImage>> TakeTurnAsync(string reference, ImagePull pull)
    {
        pull.Report("Waiting for a turn to pull the image");
        await _turns.WaitAsync(pull.Abandoned);
        try
        {
            if (pull.Ended is { } problem)
            {
                return new HostResult<HostImage>.Failed(problem);
            }

            pull.Report("Pulling the image");
            return await pullAsync(reference, pull, pull.Abandoned);
        }
        finally
        {
            _turns.Release();
        }
    }
}
