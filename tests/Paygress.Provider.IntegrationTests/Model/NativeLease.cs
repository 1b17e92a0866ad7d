using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Model;

/// <summary>What a tenant may expect of the one lease that was asked for, and what of it was seen.</summary>
internal sealed class NativeLease(string id, string requestId, int seconds)
{
    // Seen running by docker, and by the provider after that.
    private static readonly TimeSpan Noise = TimeSpan.FromSeconds(3);
    private TimeSpan _duration = TimeSpan.FromSeconds(seconds);
    private (TimeSpan Least, TimeSpan Most) _credit;
    private DateTimeOffset? _started;
    private DateTimeOffset? _releasedAt;
    private int _disturbances;
    private bool _isKilled;
    private bool _isOver;

    public string Id => id;

    public string RequestId => requestId;

    public int Seconds => seconds;

    /// <summary>True when the making of it was cut off, so that it may have been undone.</summary>
    public bool MayFail { get; set; }

    public void Extend(int more) => _duration += TimeSpan.FromSeconds(more);

    public void Release(DateTimeOffset at) => _releasedAt ??= at;

    public void Kill()
    {
        _isKilled = true;
        _disturbances++;
    }

    /// <summary>Dockerd stopped all containers, this one perhaps too.</summary>
    public void StopEngine() => _disturbances++;

    /// <summary>Its container was seen running; if that is another run of it, then it was down between the two.</summary>
    public void SeeRunning(DateTimeOffset started, DateTimeOffset finished, DateTimeOffset calmUntil)
    {
        if (started == _started)
        {
            return;
        }

        if (_disturbances > 0)
        {
            _credit.Least += _started is null || _isKilled ? TimeSpan.Zero : started - finished;
            _credit.Most += started - calmUntil + Noise;
        }

        (_started, _isKilled) = (started, false);
    }

    /// <summary>It is over, and may have been down before.</summary>
    public void SeeEnded(DateTimeOffset calmUntil, DateTimeOffset now)
    {
        _credit.Most += _isOver || _disturbances == 0 ? TimeSpan.Zero : now - calmUntil;
        _isOver = true;
    }

    /// <summary>Compares with what became of it.</summary>
    public void Check(LeaseMessage real, ImmutableArray<ContainerTime> deaths)
    {
        if (real.State == "failed")
        {
            (MayFail || _releasedAt is not null).ShouldBeTrue($"{requestId} failed: {real.Code}: {real.LastError}");
            return;
        }

        real.State.ShouldBe("ended", requestId);
        (real.EndReason == "expired" || (real.EndReason == "released" && _releasedAt is not null)).ShouldBeTrue($"{requestId} ended: {real.EndReason}");
        var credit = real.ExpiresAt!.Value - real.StartedAt!.Value - _duration; // ended leases have had both
        credit.ShouldBeInRange(_credit.Least, _credit.Most, $"{requestId}: what outages took is given back, and no more");
        if (real.EndReason == "expired")
        {
            real.EndedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(real.ExpiresAt.Value, requestId);
        }

        var end = real.EndReason == "expired" ? real.ExpiresAt : _releasedAt;
        deaths.Count(d => d.At < end).ShouldBeLessThanOrEqualTo(_disturbances, $"{requestId} was ended early");
    }
}
