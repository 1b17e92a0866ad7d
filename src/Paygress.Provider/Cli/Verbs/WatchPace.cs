namespace Paygress.Provider.Cli.Verbs;

/// <summary>How often the list of leases is asked for. A long one is work for the provider: it is left alone for ten times as long as its last answer took, within bounds.</summary>
internal sealed class WatchPace(TimeProvider timeProvider)
{
    private const int Rest = 10;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);

    // Whoever hung for a minute is not left alone for ten.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private long _askedAt;
    private TimeSpan _took;

    /// <summary>How long ago the last question was.</summary>
    public TimeSpan SinceAsked => timeProvider.GetElapsedTime(_askedAt);

    /// <summary>How long to wait between an answer and the next question.</summary>
    public TimeSpan Pause => (_took * Rest) switch
    {
        var rest when rest < Shortest => Shortest,
        var rest when rest > Longest => Longest,
        var rest => rest,
    };

    /// <summary>True when the wait after the last answer is over.</summary>
    public bool IsDue => SinceAsked >= _took + Pause;

    /// <summary>Asks.</summary>
    public async Task<T> MeasureAsync<T>(Func<Task<T>> askAsync)
    {
        _askedAt = timeProvider.GetTimestamp();
        var answer = await askAsync();
        _took = SinceAsked;
        return answer;
    }
}
