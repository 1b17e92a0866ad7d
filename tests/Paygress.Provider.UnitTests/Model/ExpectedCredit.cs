namespace Paygress.Provider.UnitTests.Model;

/// <summary>What outages have to give back, as far as it can be known from outside: between a least and a most, which are nearly always the same.</summary>
internal sealed class ExpectedCredit
{
    // Leases:MaxOutageCredit
    private static readonly TimeSpan Cap = TimeSpan.FromHours(24);
    private (DateTimeOffset Earliest, DateTimeOffset Latest)? _since;

    public TimeSpan Least { get; private set; }

    public TimeSpan Most { get; private set; }

    /// <summary>True while the container can't run by no fault of its tenant, or may seem so.</summary>
    public bool IsDown => _since is not null;

    /// <summary>It went down; if it was down already, the earlier moment counts.</summary>
    public void GoDown(DateTimeOffset at) =>
        _since = _since is { } since ? (Earlier(since.Earliest, at), Earlier(since.Latest, at)) : (at, at);

    /// <summary>Its own process ended, but nobody may have seen that it was not docker's doing.</summary>
    public void SeemDown(DateTimeOffset at) => _since ??= (at, DateTimeOffset.MaxValue);

    /// <summary>It runs again, or waits for its key.</summary>
    public void ComeUp(DateTimeOffset earliest, DateTimeOffset latest)
    {
        if (_since is { } since)
        {
            Least = Add(Least, earliest - since.Latest);
            Most = Add(Most, latest - since.Earliest);
            _since = null;
        }
    }

    /// <summary>It does not run again: it is over or done, and an outage that nobody had noticed by then gave nothing.</summary>
    public void StayDown(DateTimeOffset latest) => ComeUp(DateTimeOffset.MinValue, latest);

    private static TimeSpan Add(TimeSpan credit, TimeSpan lost) =>
        lost <= TimeSpan.Zero ? credit : lost < Cap - credit ? credit + lost : Cap;

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;
}
