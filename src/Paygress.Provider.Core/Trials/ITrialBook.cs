namespace Paygress.Provider.Core.Trials;

/// <summary>Keeps the report of the last trial over restarts.</summary>
public interface ITrialBook
{
    /// <summary>The last report; none when there was no trial, or it can't be read.</summary>
    TrialReport? Read();

    /// <summary>Puts it in place of the last one; durable when it returns.</summary>
    /// <exception cref="IOException">It can't be written; the last one stays.</exception>
    Task WriteAsync(TrialReport report, CancellationToken cancellationToken);
}
